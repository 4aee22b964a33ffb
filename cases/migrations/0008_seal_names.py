"""Names and record numbers that stand in the database are sealed; on the way back they are opened again.

In pieces, each of them whole: stopped half-way, it goes on where it was. Afterwards the database forgets its old pages,
which still hold what was readable.
"""

from django.db import migrations, transaction

from cases.sealed.digests import number_digest, terms_of
from cases.sealed.seal import FORMAT, seal, unseal

AT_ONCE = 500
TABLES = {
    'cases_patient': ('name', 'record_number'),
    'cases_importrow': ('file', 'key', 'record_number', 'values'),
}


def seal_all(apps, schema_editor):
    sealed = sum(_each(schema_editor, table, _sealed) for table in TABLES)
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE django_admin_log SET object_repr = 'Patient ' || object_id WHERE content_type_id IN "
            "(SELECT id FROM django_content_type WHERE app_label = 'cases' AND model = 'patient')"
        )
        if sealed and not connection.in_atomic_block:
            if connection.vendor == 'sqlite':
                cursor.execute('VACUUM')
                cursor.execute('PRAGMA wal_checkpoint(TRUNCATE)')
            else:
                cursor.execute('VACUUM FULL cases_patient, cases_importrow, django_admin_log')


def open_all(apps, schema_editor):
    for table in TABLES:
        _each(schema_editor, table, _opened)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute('DELETE FROM cases_patientterm')


def _each(schema_editor, table, change):
    quote, connection = schema_editor.quote_name, schema_editor.connection
    columns = TABLES[table]
    wanted = ', '.join(map(quote, columns))
    assigned = ', '.join(f'{quote(column)} = %s' for column in (*columns, 'record_digest'))
    last = done = 0
    while True:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(f'SELECT id, {wanted} FROM {table} WHERE id > %s ORDER BY id LIMIT {AT_ONCE}', [last])
            rows = cursor.fetchall()
            if not rows:
                return done
            last = rows[-1][0]
            changed = [change(cursor, table, key, dict(zip(columns, texts))) for key, *texts in rows]
            changed = [values for values in changed if values]
            cursor.executemany(f'UPDATE {table} SET {assigned} WHERE id = %s', changed)
            done += len(changed)


def _sealed(cursor, table, key, texts):
    if all(text.startswith(f'{FORMAT}.') for text in texts.values() if text):
        return None  # by the attempt before
    if table == 'cases_patient':
        digests = [(key, digest) for digest in terms_of(texts['name'], texts['record_number'])]
        cursor.executemany('INSERT INTO cases_patientterm (patient_id, digest) VALUES (%s, %s)', digests)
    number = texts['record_number']
    closed = [seal(text, f'{table}.{column}') if text else text for column, text in texts.items()]
    return [*closed, number_digest(number) if number else '', key]


def _opened(cursor, table, key, texts):
    if not all(text.startswith(f'{FORMAT}.') for text in texts.values() if text):
        return None
    return [*(unseal(text, f'{table}.{column}') if text else text for column, text in texts.items()), '', key]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('admin', '0003_logentry_add_action_flag_choices'),
        ('cases', '0007_sealed_columns'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [migrations.RunPython(seal_all, open_all)]
