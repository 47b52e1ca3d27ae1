"""A system call filter, as the small program that the kernel wants (classic BPF).

It takes away what an ordinary script never uses and attacks on the kernel often do, and the
kinds of sockets that no other wall covers. Calls that do not exist on a machine are refused by
the kernel itself.
"""

from __future__ import annotations

import errno
import os
import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass

_AF_NETLINK = 16


@dataclass(frozen=True)
class Filter:
    """Which sockets are left, and what else is taken away."""

    families: tuple[int, ...]
    """Address families of `socket()`. `socketpair()` for unix sockets always works."""
    also_refused: tuple[str, ...] = ()
    own_limits_only: bool = False
    """Refuse to change the limits, priorities and processors of other processes."""


_SYSTEM_V = (
    *("msgctl", "msgget", "msgrcv", "msgsnd"),
    *("semctl", "semget", "semop", "semtimedop"),
    *("shmat", "shmctl", "shmget"),
)
# Memory that is in nobody's account: a file without a folder, and what System V keeps beyond the
# processes that filled it. Python's own shared memory is made in another way.
_NO_HIDDEN_MEMORY = ("memfd_create", "memfd_secret", *_SYSTEM_V)
# A network namespace does not cover AF_VSOCK, which reaches the host of a virtual machine.
NAMESPACES = Filter((1, int(socket.AF_INET), int(socket.AF_INET6), _AF_NETLINK), _NO_HIDDEN_MEMORY)
# Unix sockets with abstract names belong to the network, which is shared then.
NAMESPACES_WITH_NETWORK = Filter(
    (int(socket.AF_INET), int(socket.AF_INET6), _AF_NETLINK), _NO_HIDDEN_MEMORY
)
# What Landlock does not cover: memory and messages that outlive their processes and are the user's
# other programs' too, the priorities of other processes, and what happens in folders elsewhere.
NOT_OF_LANDLOCK = (
    *_SYSTEM_V,
    "fanotify_init",
    "inotify_add_watch",
    "ioprio_set",
    "mq_open",
    "mq_unlink",
)

# name: (x86_64, aarch64)
_CALLS: dict[str, tuple[int | None, int | None]] = {
    "acct": (163, 89),
    "add_key": (248, 217),
    "bpf": (321, 280),
    "chmod": (90, None),
    "chroot": (161, 51),
    "clock_settime": (227, 112),
    "clone": (56, 220),
    "clone3": (435, 435),
    "creat": (85, None),
    "delete_module": (176, 106),
    "fanotify_init": (300, 262),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "finit_module": (313, 273),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fsopen": (430, 430),
    "fspick": (433, 433),
    "init_module": (175, 105),
    "inotify_add_watch": (254, 27),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "io_uring_setup": (425, 425),
    "ioctl": (16, 29),
    "ioperm": (173, None),
    "iopl": (172, None),
    "ioprio_set": (251, 30),
    "kcmp": (312, 272),
    "kexec_file_load": (320, 294),
    "kexec_load": (246, 104),
    "keyctl": (250, 219),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "mknod": (133, None),
    "mknodat": (259, 33),
    "mount": (165, 40),
    "mount_setattr": (442, 442),
    "move_mount": (429, 429),
    "mq_open": (240, 180),
    "mq_unlink": (241, 181),
    "msgctl": (71, 187),
    "msgget": (68, 186),
    "msgrcv": (70, 188),
    "msgsnd": (69, 189),
    "open": (2, None),
    "open_by_handle_at": (304, 265),
    "open_tree": (428, 428),
    "openat": (257, 56),
    "openat2": (437, 437),
    "perf_event_open": (298, 241),
    "personality": (135, 92),
    "pidfd_getfd": (438, 438),
    "pivot_root": (155, 41),
    "prlimit64": (302, 261),
    "process_madvise": (440, 440),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "ptrace": (101, 117),
    "quotactl": (179, 60),
    "reboot": (169, 142),
    "request_key": (249, 218),
    "sched_setaffinity": (203, 122),
    "sched_setattr": (314, 274),
    "sched_setparam": (142, 118),
    "sched_setscheduler": (144, 119),
    "semctl": (66, 191),
    "semget": (64, 190),
    "semop": (65, 193),
    "semtimedop": (220, 192),
    "setns": (308, 268),
    "setpriority": (141, 140),
    "settimeofday": (164, 170),
    "shmat": (30, 196),
    "shmctl": (31, 195),
    "shmget": (29, 194),
    "socket": (41, 198),
    "socketpair": (53, 199),
    "swapoff": (168, 225),
    "swapon": (167, 224),
    "syslog": (103, 116),
    "truncate": (76, 45),
    "umount2": (166, 39),
    "unshare": (272, 97),
    "userfaultfd": (323, 282),
}
# The C library takes "not there" as a reason to use an older call that can be looked into.
_NOT_THERE = (
    "clone3",
    "fchmodat2",
    "io_uring_enter",
    "io_uring_register",
    "io_uring_setup",
    "memfd_create",
    "memfd_secret",
    "openat2",
)
# Set-user-id bits are given to a file by its mode, which is this argument of these calls.
_MODE_AT = {"chmod": 1, "creat": 1, "fchmod": 1, "fchmodat": 2, "mknod": 1, "mknodat": 2}
# Of these only when they make a file, be it one without a name, as flags before the mode say.
_MODE_OF_NEW_AT = {"open": 2, "openat": 3}
_CREATE = 0o100 | 0o20000000
_SET_USER_OR_GROUP_ID = 0o6000
# Of the calls that change another process, the argument that says which; 0 is the own one.
_PROCESS_AT = {
    "prlimit64": 0,
    "sched_setaffinity": 0,
    "sched_setattr": 0,
    "sched_setparam": 0,
    "sched_setscheduler": 0,
}
# These are looked into, or refused by some filters only.
_BY_ARGUMENT = (
    *("clone", "ioctl", "setpriority", "socket", "socketpair", "truncate"),
    *_NO_HIDDEN_MEMORY,
    *NOT_OF_LANDLOCK,
    *_MODE_AT,
    *_MODE_OF_NEW_AT,
    *_PROCESS_AT,
)

_ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
# On x86_64 the numbers from here on are a second way to make the same calls.
_X32 = 0x40000000
# New mount, cgroup, uts, ipc, user, pid and network namespaces.
_NEW_NAMESPACES = 0x7E020000
# Both put characters into a terminal as if they were typed.
_TERMINAL_INPUT = (0x5412, 0x541C)

_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _JUMP_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16

_Instruction = tuple[int, int, int, int]


def supported() -> bool:
    """There is a table of calls for this machine."""
    return hasattr(os, "uname") and os.uname().machine in _ARCHITECTURES


def program(chosen: Filter) -> bytes:
    """The instructions for this machine, as `struct sock_filter` after `struct sock_filter`."""
    column, architecture = _ARCHITECTURES[os.uname().machine]
    code: list[_Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_JUMP_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
    ]
    if column == 0:
        code += [(_JUMP_AT_LEAST, 0, 1, _X32), (_RETURN, 0, 0, _KILL)]
    for name in sorted({*_CALLS} - {*_BY_ARGUMENT}) + list(chosen.also_refused):
        code += _refuse(_CALLS[name][column], errno.ENOSYS if name in _NOT_THERE else errno.EPERM)
    rules = {
        "clone": _unless_bits(_NEW_NAMESPACES),
        "ioctl": _unless_in(1, _TERMINAL_INPUT),
        "socket": _only_in(0, chosen.families),
        "socketpair": _only_in(0, (1,)),
    }
    for name, place in _MODE_AT.items():
        rules[name] = _unless_all_bits((place, _SET_USER_OR_GROUP_ID))
    for name, place in _MODE_OF_NEW_AT.items():
        rules[name] = _unless_all_bits((place - 1, _CREATE), (place, _SET_USER_OR_GROUP_ID))
    if chosen.own_limits_only:
        for name, place in _PROCESS_AT.items():
            rules[name] = _only_in(place, (0,), errno.EPERM)
        # The first argument says of what kind the second is; 0 is a process.
        rules["setpriority"] = [*_unless_nonzero(0), *_only_in(1, (0,), errno.EPERM)]
    for name, rule in rules.items():
        code += _when(_CALLS[name][column], rule)
    code.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in code)


def _refuse(number: int | None, error: int) -> list[_Instruction]:
    if number is None:
        return []
    return [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE | error)]


def _when(number: int | None, rule: list[_Instruction]) -> list[_Instruction]:
    """`rule` ends in a return, so it is jumped over for all other calls."""
    return [] if number is None else [(_JUMP_EQUAL, 0, len(rule), number), *rule]


def _only_in(
    argument: int, values: Iterable[int], error: int = errno.EAFNOSUPPORT
) -> list[_Instruction]:
    rule: list[_Instruction] = [(_LOAD, 0, 0, _ARGUMENTS_AT + 8 * argument)]
    for value in values:
        rule += [(_JUMP_EQUAL, 0, 1, value), (_RETURN, 0, 0, _ALLOW)]
    return [*rule, (_RETURN, 0, 0, _REFUSE | error)]


def _unless_in(argument: int, values: Iterable[int]) -> list[_Instruction]:
    rule: list[_Instruction] = [(_LOAD, 0, 0, _ARGUMENTS_AT + 8 * argument)]
    for value in values:
        rule += [(_JUMP_EQUAL, 0, 1, value), (_RETURN, 0, 0, _REFUSE | errno.EPERM)]
    return [*rule, (_RETURN, 0, 0, _ALLOW)]


def _unless_nonzero(argument: int) -> list[_Instruction]:
    """Goes on with what follows when the argument is 0."""
    return [
        (_LOAD, 0, 0, _ARGUMENTS_AT + 8 * argument),
        (_JUMP_EQUAL, 1, 0, 0),
        (_RETURN, 0, 0, _REFUSE | errno.EPERM),
    ]


def _unless_all_bits(*wanted: tuple[int, int]) -> list[_Instruction]:
    """Refuse when each of these arguments has one of its bits."""
    rule: list[_Instruction] = []
    for count, (argument, bits) in enumerate(wanted, start=1):
        to_the_end = 2 * (len(wanted) - count) + 1
        rule += [
            (_LOAD, 0, 0, _ARGUMENTS_AT + 8 * argument),
            (_JUMP_ANY_BIT, 0, to_the_end, bits),
        ]
    return [*rule, (_RETURN, 0, 0, _REFUSE | errno.EPERM), (_RETURN, 0, 0, _ALLOW)]


def _unless_bits(bits: int) -> list[_Instruction]:
    return [
        (_LOAD, 0, 0, _ARGUMENTS_AT),
        (_JUMP_ANY_BIT, 0, 1, bits),
        (_RETURN, 0, 0, _REFUSE | errno.EPERM),
        (_RETURN, 0, 0, _ALLOW),
    ]
