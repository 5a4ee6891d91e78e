"""The locations and the users APIs, as far as a booking service needs them."""

from litestar import get
from litestar.params import FromPath

from frontdesk.calendars.simulator import wire
from frontdesk.calendars.simulator.access import Admitted
from frontdesk.calendars.simulator.calendar_routes import AnyRequest
from frontdesk.calendars.simulator.refusals import other_location, unprocessable
from frontdesk.calendars.simulator.wire_types import Json


@get("/locations/{location_id:str}", opt={"scope": "locations.readonly", "isForAgencies": True})
async def get_location(location_id: FromPath[str], desk: Admitted) -> Json:
    """Return the location; the only place that tells its zone. An agency's token may ask, too."""
    return {"location": wire.location_json(desk.location(location_id)), **wire.trace()}


@get("/users/search", opt={"scope": "users.readonly", "isForAgencies": True})
async def search_users(request: AnyRequest, desk: Admitted) -> Json:
    """List a location's users; the agency has to be named, and rightly."""
    query = request.query_params
    if not query.get("companyId"):
        raise unprocessable("companyId should not be empty", "companyId must be a string")
    location = desk.location(query.get("locationId", ""))
    if location.company_id != query["companyId"]:
        raise other_location()
    skip, limit = (int(query.get(name, default)) for name, default in (("skip", "0"), ("limit", "25")))
    found = [member for member in desk.state.staff.values() if member.location_id == location.id]
    page = found[skip : skip + limit]
    return {"users": [wire.staff_json(member) for member in page], "count": len(found), **wire.trace()}


place_routes = [get_location, search_users]
