#!/bin/sh
# As many batch workers on this machine as the queue asks for: one for every PICTURES that wait, MOST at most.
# Run by skinlesion-autoscale.timer; the limits come from /etc/skinlesion/env.
set -eu
MOST=${BATCH_WORKERS_MOST:-2}
PICTURES=${BATCH_PICTURES_PER_WORKER:-500}

# a queue that cannot be looked at is no empty queue: then everything stays as it is
queues=$(runuser -u skinlesion -- .venv/bin/python manage.py queue_metrics --json)
wanted=$(printf '%s' "$queues" | .venv/bin/python -c '
import json, sys
batch = json.load(sys.stdin)["batch"]
most, pictures = int(sys.argv[1]), int(sys.argv[2])
# one stays: an import that somebody starts begins at once
print(max(1, min(most, -(-(batch["waiting"] + batch["running"]) // pictures))))
' "$MOST" "$PICTURES")

number=1
while [ "$number" -le "$MOST" ]; do
    if [ "$number" -le "$wanted" ]; then
        systemctl start --no-block "skinlesion-batch@$number.service"
    else
        # SIGTERM: it finishes what it holds; a stopped unit stays as it is
        systemctl stop --no-block "skinlesion-batch@$number.service"
    fi
    number=$((number + 1))
done
