"""`manage.py reprocess [filters] [--model VERSION]`: stored pictures are analysed again, and a bar shows how far."""

import time
from argparse import RawDescriptionHelpFormatter

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from accounts.models import Clinic, User
from accounts.roles import Act, may
from analysis.batches.cancel_batch import cancel_batch
from analysis.batches.pause_batch import pause_batch
from analysis.batches.plan_batch import Plan, plan_batch
from analysis.batches.progress import Progress, progress, progress_of
from analysis.batches.resume_batch import resume_batch
from analysis.batches.retry_failed import retry_failed
from analysis.batches.start_batch import start_batch
from analysis.models import BatchRun
from analysis.queue_state import reconciler_answers
from analysis.templatetags.batch_words import duration
from cases.forms.batch_form import BatchForm
from cases.selectors.batches import batches_visible_to, clinics_to_reprocess

LOOK_SECONDS = 1.0
ACTS = {"resume": resume_batch, "pause": pause_batch, "cancel": cancel_batch, "retry_failed": retry_failed}
FILTERS = {
    "--from": ("received_from", "DATE", "received on this day or later (2026-03-01)"),
    "--to": ("received_to", "DATE", "received on this day or earlier"),
    "--site": ("body_site", "CODE", "on this body site or a part of it (codes as in /api/body-sites/)"),
    "--diagnosis": ("diagnosis", "CODE", "known as this: by histology, else by the signed review (mel, nv, bcc, ...)"),
    "--analysed-by": ("analysed_by", "VERSION", "whose newest result was made by this version"),
    "--state": ("state", "STATE", "whose newest analysis is queued, running, done, rejected or failed, or none"),
}


class Command(BaseCommand):
    """The same services as the admin and the API. The workers do the work; this process only looks on."""

    help = (
        "Analyses stored pictures again, all of them unless filters narrow it (docs/batches.md).\n"
        "Pictures that have a result of the very same networks are left out. The batch goes on without this\n"
        "command: Ctrl-C only stops looking on. Results of a network that is not in use stay hidden."
    )

    def create_parser(self, *args, **kwargs):
        """With room for the lines of the description."""
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser) -> None:
        """Which pictures, which networks; or what to do with a batch that there is."""
        parser.add_argument("--by", metavar="EMAIL", help="in whose name; may be left out where there is one operator")
        pictures = parser.add_argument_group("which pictures")
        pictures.add_argument("--all", action="store_true", help="every stored picture; the same as no filter")
        pictures.add_argument("--clinic", metavar="NAME", help="of this clinic; an administrator's own is meant anyway")
        for option, (name, metavar, words) in FILTERS.items():
            pictures.add_argument(option, dest=name, metavar=metavar, default="", help=words)
        work = parser.add_argument_group("what is done")
        work.add_argument(
            "--model",
            action="append",
            default=[],
            metavar="VERSION",
            help="a classifier or a segmenter, or twice for both; the ones in use for what is not named",
        )
        work.add_argument("--shadow", action="store_true", help="only compare: no clinician sees the results")
        work.add_argument(
            "--again", action="store_true", help="also pictures that have a result of these very networks"
        )
        work.add_argument("--dry-run", action="store_true", help="count and stop; nothing is stored")
        work.add_argument("--no-wait", action="store_true", help="start it and do not look on")
        there = parser.add_argument_group("a batch that there is").add_mutually_exclusive_group()
        there.add_argument("--list", action="store_true", help="the newest twenty, and how far they are")
        there.add_argument("--resume", type=int, metavar="ID", help="let a paused one go on; look on at one that runs")
        there.add_argument("--pause", type=int, metavar="ID", help="begin nothing further until it is resumed")
        there.add_argument("--cancel", type=int, metavar="ID", help="remove what waits; results stay")
        there.add_argument("--retry-failed", type=int, metavar="ID", help="try its failed pictures again")

    def handle(self, *args, **options) -> None:
        """Start or find the batch, and look on."""
        user = self._who(options["by"])
        try:
            if options["list"]:
                self._list(user)
                return
            batch = self._act(user, options) or self._start(user, options)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if batch and not options["no_wait"] and not (options["pause"] or options["cancel"]):
            self._look_on(batch)

    def _who(self, email: str | None) -> User:
        if email is None:
            operators = [user for user in User.objects.filter(is_superuser=True) if may(user, Act.ADMINISTER)]
            if len(operators) != 1:
                raise CommandError(
                    "Say in whose name, with --by EMAIL: an administrator of the clinic or the operator."
                )
            return operators[0]
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None or not may(user, Act.ADMINISTER):
            raise CommandError(f"{email} is no administrator.")
        return user

    def _act(self, user: User, options: dict) -> BatchRun | None:
        for name, service in ACTS.items():
            if options[name] is not None:
                batch = batches_visible_to(user).filter(pk=options[name]).first()
                if batch is None:
                    raise CommandError(f"There is no batch {options[name]}. --list shows the newest ones.")
                service(batch=batch, by=user)
                self.stdout.write(f"Batch {batch.pk}: {_in_words(progress(batch))}")
                return batch
        return None

    def _start(self, user: User, options: dict) -> BatchRun | None:
        words = self._words(user, options)
        plan = plan_batch(by=user, **words)
        self._say(plan)
        if options["dry_run"]:
            self.stdout.write("Dry run: nothing was started.")
            return None
        batch = start_batch(by=user, **words)
        self.stdout.write(
            f"Batch {batch.pk}. To hold it: reprocess --pause {batch.pk}. To end it: reprocess --cancel {batch.pk}."
        )
        return batch

    def _words(self, user: User, options: dict) -> dict:
        typed = {name: options[name] for name, _, _ in FILTERS.values()}
        if options["all"] and any(typed.values()):
            raise CommandError("--all and a filter contradict each other.")
        typed |= {name: options[name] for name in ("shadow", "again") if options[name]}
        if options["clinic"]:
            typed["clinic"] = self._clinic(user, options["clinic"]).pk
        form = BatchForm(typed, user=user)
        if not form.is_valid():
            lines = [f"{field}: {' '.join(errors)}" for field, errors in form.errors.items()]
            raise CommandError("\n".join(lines))
        # by name, and not as one kind: whoever types a version need not know which of the two it is
        return form.words() | {"versions": options["model"]}

    def _clinic(self, user: User, name: str) -> Clinic:
        clinic = clinics_to_reprocess(user).filter(name=name).first()
        if clinic is None:
            raise CommandError(f"There is no clinic called {name}, or it is not yours.")
        return clinic

    def _say(self, plan: Plan) -> None:
        batch = plan.batch
        clinic = f"of {batch.clinic}" if batch.clinic else "of all clinics"
        self.stdout.write(f"{plan.pictures} pictures {clinic}, {batch.classifier} with {batch.segmenter}.")
        if plan.already:
            self.stdout.write(f"{plan.already} have that result already, or are being analysed for it.")
        if plan.overruled:
            self.stdout.write(f"{plan.overruled} stay as they are: a clinician overruled a gate for them.")
        self.stdout.write(f"{plan.to_ask} to analyse{', hidden from clinicians' if batch.shadow else ''}.")

    def _list(self, user: User) -> None:
        batches = list(batches_visible_to(user)[:20])
        counted = progress_of(batches)
        for batch in batches:
            self.stdout.write(
                f"{batch.pk:>6}  {timezone.localtime(batch.asked_at):%Y-%m-%d %H:%M}  {batch.classifier}"
                f"{' (hidden)' if batch.shadow else ''}  {_in_words(counted[batch.pk])}"
            )
        if not batches:
            self.stdout.write("There is no batch.")

    def _look_on(self, batch: BatchRun) -> None:
        if not reconciler_answers(timezone.now()):
            self.stderr.write("The reconciler is silent: until `manage.py reconcile --forever` runs, nothing is begun.")
        begun = progress(batch)
        bar = tqdm(
            total=begun.total,
            initial=begun.ended,
            unit=" pictures",
            file=self.stderr._out,  # the wrapper would end the line after every step
            dynamic_ncols=True,
        )
        try:
            with bar:
                now = self._until_it_stands(batch, bar)
        except KeyboardInterrupt:
            self.stdout.write(
                f"The batch goes on without this command. Hold it: reprocess --pause {batch.pk}. "
                f"Look on again: reprocess --resume {batch.pk}."
            )
            return
        self.stdout.write(f"Batch {batch.pk}: {_in_words(now)}")
        if now.state == "finished" and now.failed:
            self.stdout.write(f"Try the failed ones again: reprocess --retry-failed {batch.pk}")

    def _until_it_stands(self, batch: BatchRun, bar: tqdm) -> Progress:
        while True:
            batch.refresh_from_db()
            now = progress(batch)
            bar.total, bar.n = now.total, now.ended
            bar.set_postfix_str(f"{now.rejected} refused, {now.failed} failed")
            if now.state != "running":
                return now
            time.sleep(LOOK_SECONDS)


def _in_words(now: Progress) -> str:
    parts = [now.state, f"{now.ended} of {now.total} ended ({now.rejected} refused, {now.failed} failed)"]
    if now.running:
        parts.append(f"{now.running} at a worker")
    if now.seconds_left is not None:
        parts.append(f"{now.per_minute:g} a minute, about {duration(now.seconds_left)} left")
    return ", ".join(parts)
