"""An activity in the terms of another vocabulary, with its next dates as of this request."""

from openhub.formats.project import Projection, project
from openhub.model.query import Found
from openhub.web.hubs import clock, hub


def projected(found: Found, profile: str) -> Projection:
    """What the activity is there, or why it cannot be said; a licence of its source counts when it names none."""
    return project(found.document, profile, now=clock().now, zone=hub().zone, licence=found.licence)
