#!/usr/bin/env python3
"""Runs $PROGRAM under the system call filter of the systemd unit $UNIT and without memory that is both writable and executable,
so that a test sees whether it can live with them where no systemd runs (libseccomp; the sets of calls by systemd-analyze)."""
import ctypes
import errno
import os
import re
import subprocess
import sys

ACT_ALLOW = 0x7FFF0000
ACT_ERRNO = 0x00050000
PR_SET_NO_NEW_PRIVS = 38
PROT_WRITE, PROT_EXEC = 2, 4
SCMP_CMP_MASKED_EQ = 7


def calls_of(name):
    """The system calls that a name stands for: itself, or all of a set and the sets in it."""
    if not name.startswith("@"):
        return {name}
    listed = subprocess.run(["systemd-analyze", "--no-pager", "syscall-filter", name], check=True, capture_output=True,
                            text=True).stdout
    names = [line.strip() for line in listed.splitlines()[1:] if line.strip() and not line.strip().startswith("#")]
    return set().union(*(calls_of(one) for one in names))


def allowed_by(unit):
    """systemd.exec(5): the first line says what is allowed, a line that begins with ~ takes from that."""
    allowed = set()
    for line in re.findall(r"^SystemCallFilter=(.*)$", open(unit, encoding="utf-8").read(), re.M):
        calls = set().union(*(calls_of(name) for name in line.lstrip("~").split()))
        allowed = allowed - calls if line.startswith("~") else allowed | calls
    # what systemd itself needs to start the program, and always leaves
    return allowed | {"execve", "execveat", "exit", "exit_group", "rt_sigreturn"} | calls_of("@default")


class Comparison(ctypes.Structure):
    """scmp_arg_cmp of libseccomp: true where the argument has none of the bits of a mask."""

    _fields_ = [("argument", ctypes.c_uint), ("operator", ctypes.c_int), ("mask", ctypes.c_uint64), ("value", ctypes.c_uint64)]


def without(bits):
    return Comparison(2, SCMP_CMP_MASKED_EQ, bits, 0)  # the third argument of mmap(2) and mprotect(2)


# MemoryDenyWriteExecute=: no mapping that is both, nothing made executable afterwards
CONDITIONS = {"mmap": [without(PROT_WRITE), without(PROT_EXEC)], "mprotect": [without(PROT_EXEC)], "pkey_mprotect": [without(PROT_EXEC)]}

unit, command = os.environ["UNIT"], [os.environ["PROGRAM"], *sys.argv[1:]]
seccomp = ctypes.CDLL("libseccomp.so.2")
seccomp.seccomp_init.restype = ctypes.c_void_p
seccomp.seccomp_rule_add_array.argtypes = [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int, ctypes.c_uint, ctypes.POINTER(Comparison)]
seccomp.seccomp_load.argtypes = [ctypes.c_void_p]
context = seccomp.seccomp_init(ACT_ERRNO | errno.EPERM)
allowed = allowed_by(unit)
if len(allowed) < 100:
    sys.exit(f"{unit} allows {len(allowed)} system calls only: its filter was not understood")
for call in sorted(allowed):
    number = seccomp.seccomp_syscall_resolve_name(call.encode())
    if number < 0:
        continue
    for condition in CONDITIONS.get(call, [None]):
        result = seccomp.seccomp_rule_add_array(context, ACT_ALLOW, number, 1 if condition else 0, condition)
        if result != 0:
            sys.exit(f"no rule for {call}: {os.strerror(-result)}")
ctypes.CDLL(None).prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
if seccomp.seccomp_load(context) != 0:
    sys.exit("the filter cannot be set")
os.execvp(command[0], command)
