#!/bin/bash
# The manual pages and completions that are made of the command table: manual.sh CLI_PAGES SHIMING. Speaks TAP.
set -eu
pages=$1
shiming=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8
number=0
status=0

told() { # NAME FILE: good where FILE is empty
        number=$((number + 1))
        if [ -s "$2" ]; then
                echo "not ok $number - $1"
                sed 's/^/# /' "$2" | head -20
                status=1
        else
                echo "ok $number - $1"
        fi
}
skipped() {
        number=$((number + 1))
        echo "ok $number - $1 # SKIP $2 is not installed"
}

echo "TAP version 13"
env -u MESON_INSTALL_DESTDIR_PREFIX "$pages" "$work/man" "$work/share"
# Every subcommand, "keys", and every action, "keys rotate", as --help lists them.
list() { sed -n '/^\(Subcommands\|Actions\):$/,/^$/{s/^  \([a-z-]\+\) .*/\1/p}'; }
for command in $("$shiming" help | list); do
        echo "$command"
        "$shiming" help "$command" | list | sed "s/^/$command /"
done >"$work/commands"
[ "$(wc -l <"$work/commands")" -gt 20 ] || echo "help lists too little" >"$work/few"
told "help lists the subcommands" "${work}/few"

# Each has its page in both languages, and in it every option that --help tells.
while read -r command action; do
        for folder in man1 zh_CN/man1; do
                page=$work/man/$folder/shiming-$command.1
                [ -s "$page" ] || { echo "$folder has no page of $command"; continue; }
                sed 's/\\-/-/g' "$page" >"$work/plain"
                # shellcheck disable=SC2086 # no action is no word
                "$shiming" help "$command" $action | grep -oE '^  (-.|  ),? +--[a-z-]+' | grep -oE -e '--[a-z-]+' |
                        while read -r option; do
                                grep -q -e "fB$option" "$work/plain" || echo "$page does not tell $option of $command $action"
                        done
        done
done <"$work/commands" >"$work/lacking"
told "each subcommand has a page in both languages, with its options" "$work/lacking"

if command -v mandoc >/dev/null; then
        find "$work/man" -name '*.1' -exec mandoc -Tlint -W warning {} + >"$work/lint" 2>&1 || :
        told "mandoc finds no fault in them" "$work/lint"
else
        skipped "mandoc finds no fault in them" mandoc
fi
if command -v man >/dev/null && command -v groff >/dev/null; then
        find "$work/man" -name '*.1' | while read -r page; do
                MANWIDTH=100 man --warnings -E UTF-8 -l "$page" 2>&1 >"$work/text" | sed "s|^|$page: |"
                [ -s "$work/text" ] || echo "$page: nothing is shown"
        done >"$work/shown"
        told "man shows them without a warning" "$work/shown"
else
        skipped "man shows them without a warning" groff
fi

# bash: what is typed so far, and what must be offered.
cat >"$work/bash" <<'END'
source "$1/share/bash-completion/completions/shiming"
offered() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _shiming; printf '%s\n' "${COMPREPLY[@]}"; }
expect() { local wanted=$1; shift; offered "$@" | grep -qx -e "$wanted" || echo "after '$*' bash does not offer $wanted"; }
while read -r command action; do
        if [ -n "$action" ]; then expect "$action" shiming "$command" ''; expect --help shiming "$command" "$action" --h
        else expect "$command" shiming "${command:0:1}"; fi
done <"$1/commands"
expect --data shiming backup /mnt/backup --da
expect "$1/share" shiming backup /mnt/backup --data "$1/sha"
[ "$(offered shiming keys ro)" = rotate ] || echo "bash offers more than rotate"
END
bash "$work/bash" "$work" >"$work/bash-lacks" 2>&1 || echo "bash ends with $?" >>"$work/bash-lacks"
told "bash completes subcommands, actions, options and folders" "$work/bash-lacks"

if command -v zsh >/dev/null; then
        zsh -n "$work/share/zsh/site-functions/_shiming" >"$work/zsh" 2>&1 || echo "zsh ends with $?" >>"$work/zsh"
        told "zsh reads its completion" "$work/zsh"
else
        skipped "zsh reads its completion" zsh
fi
if command -v fish >/dev/null; then
        HOME=$work fish --no-execute "$work/share/fish/vendor_completions.d/shiming.fish" >"$work/fish" 2>&1 ||
                echo "fish ends with $?" >>"$work/fish"
        for try in 'shiming bac:backup' 'shiming keys ro:rotate' 'shiming keys rotate --pre:--prepare'; do
                HOME=$work fish -c "source $work/share/fish/vendor_completions.d/shiming.fish; complete -C '${try%%:*}'" 2>&1 |
                        grep -q -e "^${try##*:}" || echo "fish does not complete ${try%%:*}" >>"$work/fish"
        done
        told "fish reads its completion, and completes" "$work/fish"
else
        skipped "fish reads its completion" fish
fi

echo "1..$number"
exit "$status"
