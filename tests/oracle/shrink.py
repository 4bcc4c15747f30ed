"""Makes a history that shows a fault as small as it gets while it shows the same fault."""

import time


class Shrinker:
    def __init__(self, history, still_fails, seconds):
        self.history, self.still_fails = history, still_fails
        self.end = time.monotonic() + seconds

    def try_instead(self, smaller):
        if not smaller or time.monotonic() > self.end or not self.still_fails(smaller):
            return False
        self.history = smaller
        return True

    def without_revisions(self):
        """Halves first, then less and less; from the end, for what comes behind a fault is never needed."""
        size = len(self.history) // 2
        while size:
            start = len(self.history) - size
            while start >= 0:
                self.try_instead(self.history[:start] + self.history[start + size:])
                start -= size
            size //= 2

    def without_downs(self):
        smaller = [revision.copy() for revision in self.history]
        for revision in smaller:
            revision.down = []
        return self.try_instead(smaller)

    def without_statements(self, section):
        for index in range(len(self.history) - 1, -1, -1):
            place = len(getattr(self.history[index], section)) - 1
            while place >= 0:
                smaller = [revision.copy() for revision in self.history]
                del getattr(smaller[index], section)[place]
                if not smaller[index].up:
                    del smaller[index]
                self.try_instead(smaller)
                if index >= len(self.history):
                    break
                place -= 1

    def joined(self):
        """Two revisions as one; the kind of section of the first."""
        for index in range(len(self.history) - 2, -1, -1):
            first, second = self.history[index], self.history[index + 1]
            if first.transaction == second.transaction:
                both = first.copy()
                both.up += second.up
                both.down = second.down + first.down
                self.try_instead(self.history[:index] + [both] + self.history[index + 2:])

    def in_transactions(self):
        for index in range(len(self.history)):
            if not self.history[index].transaction:
                smaller = [one.copy() for one in self.history]
                smaller[index].transaction = True
                self.try_instead(smaller)


def size(history):
    return sum(1 + len(one.up) + len(one.down) for one in history)


def shrink(history, still_fails, seconds=60):
    """still_fails(history) -> bool."""
    shrinker = Shrinker(history, still_fails, seconds)
    shrinker.without_downs()
    before = None
    while before != size(shrinker.history) and time.monotonic() < shrinker.end:
        before = size(shrinker.history)
        shrinker.without_revisions()
        shrinker.without_statements("down")
        shrinker.without_statements("up")
        shrinker.joined()
        shrinker.in_transactions()
    return shrinker.history
