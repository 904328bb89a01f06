#!/bin/sh
# Makes the C table of division codes: divisions.sh INPUT.tsv OUTPUT.c. Codes rise; each has its latest name, "" where none is known.
set -eu
LC_ALL=C awk -F '\t' '
/^#/ || $1 == "code" { next }
$1 !~ /^[1-9][0-9][0-9][0-9][0-9][0-9]$/ || NF != 4 || $2 ~ /["\\]/ || $1 < last {
        print FILENAME ":" FNR ": not a division, or out of order" > "/dev/stderr"
        failed = 1
        exit 1
}
{
        until = $4 == "" ? 9999 : $4
        if ($1 != last) { codes[++count] = $1; names[count] = ""; latest = -1 }
        if ($2 != "" && until >= latest) { names[count] = $2; latest = until }
        last = $1
}
END {
        if (failed) exit 1
        print "#include \"domain/division-table.h\"\n\nconst guint32 division_codes[] = {"
        for (i = 1; i <= count; i++) print codes[i] ","
        print "};\nconst guint division_count = G_N_ELEMENTS(division_codes);\n\nconst char division_names[] ="
        for (i = 1; i <= count; i++) {
                if (!(names[i] in offsets)) {
                        offsets[names[i]] = size
                        size += length(names[i]) + 1
                        print "\"" names[i] "\\0\""
                }
        }
        print ";\nconst guint32 division_name_offsets[] = {"
        for (i = 1; i <= count; i++) print offsets[names[i]] + 0 ","
        print "};"
}' "$1" > "$2"
