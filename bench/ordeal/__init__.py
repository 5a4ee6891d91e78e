"""An ordeal for the sync: many bookings made, moved and cancelled while nearly everything goes wrong.

The simulated GoHighLevel runs in this process; the workers, which are killed and started again, and the
server that its webhooks go to are processes of their own. What people were told is written down and held
against both sides when all is at rest.
"""

from bench.ordeal.setting import prepared
from bench.ordeal.stage import Ordeal, Scale
from bench.ordeal.story import at_rest, gone_through
from bench.ordeal.tally import Tally, tallied
from bench.ordeal.verdict import Verdict

__all__ = ["Ordeal", "Scale", "Tally", "Verdict", "at_rest", "gone_through", "prepared", "tallied"]
