"""What kind of thing an OpenActive opportunity is, and when: sessions, schedules and opening hours."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from openhub.formats.loose_jsonld import Data, first_place, listed, member
from openhub.model.schedule import instant

_STATUS = {
    "EventScheduled": "scheduled",
    "EventCancelled": "cancelled",
    "EventPostponed": "postponed",
    "EventRescheduled": "rescheduled",
    "EventMovedOnline": "moved-online",
}


class NotMapped(Exception):
    """An opportunity that has no counterpart; carries a code of `openactive.NOT_MAPPED` to the reader beside."""


def when(data: Data, home: ZoneInfo) -> Data:
    """The type, and the members that say when."""
    kind = str(member(data, "type") or "")
    make = _KINDS.get(kind)
    if make is None:
        raise NotMapped("openactive-unknown-kind")
    return make(data, home)


def _event(data: Data, home: ZoneInfo) -> Data:
    status = _STATUS.get(str(data.get("eventStatus", "")).rsplit("/", 1)[-1], "scheduled")
    dated = _dated(data, home)
    if dated:
        return {
            "type": "Event",
            **dated,
            "timeZone": home.key,
            "status": status,
            "format": "sport-session",
            **_room(data),
        }
    sessions = [(s, d) for s in listed(data.get("subEvent")) if isinstance(s, dict) and (d := _dated(s, home))]
    if len(sessions) == 1:
        session, when = sessions[0]
        return {
            "type": "Event",
            **when,
            "timeZone": home.key,
            "status": status,
            "format": "sport-session",
            **_room(session),
        }
    schedule = [_one_day(when, home) for _, when in sessions] or _schedules(data, home)
    if not schedule:
        raise NotMapped("openactive-no-time")
    return {
        "type": "EventSeries",
        "schedule": schedule,
        "timeZone": home.key,
        "format": "sport-session",
        "status": "active" if status == "scheduled" else status,
    }


def _series(data: Data, home: ZoneInfo) -> Data:
    if schedule := _schedules(data, home):
        return _event(
            {k: v for k, v in data.items() if k not in ("startDate", "subEvent")}
            | {"eventSchedule": data["eventSchedule"]},
            home,
        ) | {"schedule": schedule}
    return _event(data, home)


def _space(data: Data, home: ZoneInfo) -> Data:
    hours = [
        h for h in listed(data.get("openingHoursSpecification", data.get("hoursAvailable"))) if isinstance(h, dict)
    ]
    hours = hours or [h for h in listed(first_place(data).get("openingHoursSpecification")) if isinstance(h, dict)]
    opening = [
        {
            "dayOfWeek": [str(d).rsplit("/", 1)[-1].removeprefix("schema:") for d in listed(h.get("dayOfWeek"))],
            "opens": str(h.get("opens", ""))[:5],
            "closes": str(h.get("closes", ""))[:5],
        }
        for h in hours
    ]
    if not opening:
        raise NotMapped("openactive-no-time")
    return {"type": "Space", "openingHours": opening, "timeZone": home.key, "status": "active"}


def _none(reason: str) -> Callable[[Data, ZoneInfo], Data]:
    def refuse(data: Data, home: ZoneInfo) -> Data:
        raise NotMapped(reason)

    return refuse


_KINDS: dict[str, Callable[[Data, ZoneInfo], Data]] = {
    "Event": _event,
    "ScheduledSession": _event,
    "HeadlineEvent": _event,
    "SessionSeries": _series,
    "EventSeries": _series,
    "CourseInstance": _series,
    "FacilityUse": _space,
    "IndividualFacilityUse": _space,
    "Slot": _none("openactive-slot"),
    "OnDemandEvent": _none("openactive-on-demand"),
}


def _dated(data: Data, home: ZoneInfo) -> Data:
    start = instant(data.get("startDate"), home)
    if start is None or len(str(data["startDate"])) == 10:
        return {}
    end = instant(data.get("endDate"), home)
    try:
        when = {"startDate": start.astimezone(home).isoformat()}
        return when | ({"endDate": end.astimezone(home).isoformat()} if end else {})
    except OverflowError:  # no day of our calendar
        return {}


def _one_day(when: Data, home: ZoneInfo) -> Data:
    day = when["startDate"][:10]
    times = {"startTime": when["startDate"][11:16]} | ({"endTime": when["endDate"][11:16]} if "endDate" in when else {})
    return {
        "type": "Schedule",
        "startDate": day,
        "endDate": day,
        "repeatFrequency": "P1D",
        **times,
        "timeZone": home.key,
    }


def _schedules(data: Data, home: ZoneInfo) -> list[Data]:
    return [s for raw in listed(data.get("eventSchedule")) if isinstance(raw, dict) and (s := _schedule(raw, home))]


def _schedule(raw: Data, home: ZoneInfo) -> Data:
    if not (isinstance(raw.get("startDate"), str) and isinstance(raw.get("repeatFrequency"), str)):
        return {}
    kept: Data = {
        "type": "Schedule",
        "startDate": raw["startDate"][:10],
        "repeatFrequency": raw["repeatFrequency"],
        "timeZone": raw.get("scheduleTimezone") or home.key,
    }
    kept |= {n: raw[n][:10] for n in ("endDate",) if isinstance(raw.get(n), str)}
    kept |= {n: raw[n][:5] for n in ("startTime", "endTime") if isinstance(raw.get(n), str)}
    if days := [str(d).rsplit("/", 1)[-1].removeprefix("schema:") for d in listed(raw.get("byDay"))]:
        kept["byDay"] = days
    if skipped := [d[:10] for d in listed(raw.get("exceptDate")) if isinstance(d, str)]:
        kept["exceptDate"] = skipped
    return kept


def _room(data: Data) -> Data:
    """`beta:availability` of the 1.x feeds: how many places are left, as "0", "<5" or ">4"."""
    left = str(data.get("beta:availability", ""))
    code = {"0": "full", "<5": "limited", ">4": "open"}.get(left)
    return {"availability": code} if code else {}
