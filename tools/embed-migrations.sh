#!/bin/sh
# Writes the steps of the schema as a C table: embed-migrations.sh OUTPUT.c FOLDER NAME… reads FOLDER/NAME.sqlite.sql and
# FOLDER/NAME.postgres.sql of each and gives `const Migration store_migrations[]`, closed by a NULL name.
set -eu
output=$1 folder=$2
shift 2
bytes() {
        printf 'static const char %s[] = {\n' "$2"
        od -An -v -tx1 "$1" | sed 's/ \([0-9a-f][0-9a-f]\)/(char)0x\1,/g'
        printf '0};\n'
}
{
        printf '#include "store/schema.h"\n'
        number=0
        for name; do
                number=$((number + 1))
                bytes "$folder/$name.sqlite.sql" "sqlite_$number"
                bytes "$folder/$name.postgres.sql" "postgres_$number"
        done
        printf 'const Migration store_migrations[] = {\n'
        number=0
        for name; do
                number=$((number + 1))
                printf '{ "%s", sqlite_%s, postgres_%s },\n' "$name" "$number" "$number"
        done
        printf '{ NULL, NULL, NULL } };\n'
} > "$output"
