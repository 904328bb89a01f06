#!/bin/sh
# Writes a file as a C array: embed.sh SYMBOL INPUT OUTPUT.c gives `const char SYMBOL[]` (zero-ended) and `const size_t SYMBOL_size`.
set -eu
{
        printf '#include <stddef.h>\nextern const char %s[];\nextern const size_t %s_size;\nconst char %s[] = {\n' "$1" "$1" "$1"
        od -An -v -tx1 "$2" | sed 's/ \([0-9a-f][0-9a-f]\)/(char)0x\1,/g'
        printf '0};\nconst size_t %s_size = sizeof(%s) - 1;\n' "$1" "$1"
} > "$3"
