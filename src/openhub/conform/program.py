"""Talks with a program by lines of JSON: starts it, asks it, and kills it when it is silent or talks nonsense."""

import json
import os
import shlex
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import orjson

from openhub.errors import UsageError

MAX_LINE = 64_000_000

Message = dict[str, Any]


class Broke(Exception):
    """The program did something with which its vector cannot go on; the words say what."""


class Unsupported(Exception):
    """The program says that it cannot do what was asked, which is named here."""


class Program:
    """A program behind the convention. It is started when it is asked, also after it has ended or was killed."""

    def __init__(self, command: str, timeout_seconds: float, heard: Callable[[str], None] = lambda _: None) -> None:
        """`heard` is given each line of its standard error. Raises UsageError when the command is none."""
        try:
            self._command = shlex.split(command)
        except ValueError as error:
            raise UsageError(f"The program {command!r} cannot be read: {error}.") from error
        if not self._command:
            raise UsageError("The program is empty. Give the command that starts it.")
        self._timeout = timeout_seconds
        self._heard = heard
        self._process: subprocess.Popen[bytes] | None = None
        self._listener: threading.Thread | None = None
        self._said: deque[str] = deque(maxlen=1)

    @property
    def last_words(self) -> str:
        """The last line that it wrote to standard error, or ""."""
        return self._said[0] if self._said else ""

    def ask(self, request: Message) -> Message:
        """Sends a request and gives the answer. Raises Broke, or Unsupported when the program says so."""
        self.send(request)
        return self.receive(str(request["do"]))

    def send(self, message: Message) -> None:
        """Writes one line. Raises Broke when the program does not take it."""
        process = self._process or self._start()
        with self._watched(process) as late, suppress(BrokenPipeError):
            assert process.stdin
            process.stdin.write(json.dumps(message, ensure_ascii=False).encode() + b"\n")
            process.stdin.flush()
        if late:
            raise self._broke(f"it did not read what it was sent within {self._timeout:g} seconds")

    def receive(self, asked: str) -> Message:
        """Reads one line. `asked` is what the program may say that it does not support."""
        process = self._process
        if process is None:
            raise Broke("it had been killed")
        with self._watched(process) as late:
            assert process.stdout
            line = process.stdout.readline(MAX_LINE)
        if late:
            raise self._broke(f"it did not answer within {self._timeout:g} seconds")
        if not line:
            raise self._broke(f"it ended with {_ending(process)} instead of answering")
        answer = self._parsed(line)
        if answer.get("unsupported") is True:
            raise Unsupported(asked)
        return answer

    def kill(self) -> None:
        """Ends it and all that it has started, at once."""
        process, self._process = self._process, None
        if process is None:
            return
        _kill(process)
        process.wait()
        if self._listener:
            self._listener.join(1)  # its last words
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                assert pipe
                pipe.close()

    def _start(self) -> subprocess.Popen[bytes]:
        self._said.clear()
        pipe = subprocess.PIPE
        try:
            process = subprocess.Popen(  # noqa: S603 -- to run this command is what we were asked for
                self._command, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True
            )
        except OSError as error:
            raise UsageError(
                f"The program {self._command[0]} could not be started: {error.strerror}. Give the command that starts it."
            ) from error
        self._process = process
        self._listener = threading.Thread(target=self._listen, args=(process,), daemon=True)
        self._listener.start()
        return process

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stderr
        with process.stderr as lines:
            for line in lines:
                if text := line.decode("utf-8", "replace").rstrip():
                    self._said.append(text)
                    self._heard(text)

    @contextmanager
    def _watched(self, process: subprocess.Popen[bytes]) -> Iterator[list[bool]]:
        """Kills the program when the time is up, which ends whatever waits for it; the list is then no longer empty."""
        late: list[bool] = []

        def end() -> None:
            late.append(True)
            _kill(process)

        timer = threading.Timer(self._timeout, end)
        timer.daemon = True
        timer.start()
        try:
            yield late
        finally:
            timer.cancel()

    def _parsed(self, line: bytes) -> Message:
        if len(line) >= MAX_LINE:
            raise self._broke(f"it answered with a line of more than {MAX_LINE:,} bytes")
        try:
            answer = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise self._broke(f"it answered with a line that is no JSON: {short(line)} ({error})") from error
        if not isinstance(answer, dict):
            raise self._broke(f"it answered with {short(line)}, which is no JSON object")
        try:
            orjson.dumps(answer)
        except orjson.JSONEncodeError as error:  # nested deeper than can be shown
            raise self._broke(f"it answered with {short(line)}, which cannot be read ({error})") from error
        return answer

    def _broke(self, words: str) -> Broke:
        self.kill()
        return Broke(words)


def member(answer: Message, name: str, kind: type | tuple[type, ...]) -> Any:
    """A member of an answer. Raises Broke when it is not there or of another kind."""
    if not isinstance(answer.get(name), kind):
        raise Broke(f"its answer has no proper `{name}`: {short(orjson.dumps(answer))}")
    return answer[name]


def short(text: bytes | str, most: int = 200) -> str:
    """The beginning of a text."""
    shown = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return shown.strip() if len(shown) <= most else f"{shown[:most].strip()} …"


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _ending(process: subprocess.Popen[bytes]) -> str:
    with suppress(subprocess.TimeoutExpired):
        code = process.wait(1)
        return f"the signal {-code}" if code < 0 else f"exit code {code}"
    return "its output closed"
