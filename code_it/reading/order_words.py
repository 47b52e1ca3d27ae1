"""The words by which a task tells an order, each group for a pattern.

Of dates the latest is the greatest. The oldest is neither: the oldest letter has the earliest date,
and the oldest person the greatest age.
"""

from __future__ import annotations

GREATEST = "highest|largest|biggest|greatest|longest|heaviest|tallest|strongest|dearest|most"
LEAST = "lowest|smallest|least|shortest|fewest|lightest|weakest|cheapest"
LATEST = "newest|latest|most recent"
EARLIEST = "earliest"
