"""Services by which people pay, give or pledge in Britain, by their domains.

Fundraising sites of charities and communities, and the pages for paying of banks and card services. A short list of those
that are well known; what is not in it is not wrong, only worth a second look.
"""

from openhub.validate.wordlist import words

SERVICES = words(
    "crowdfunder.co.uk spacehive.com gofundme.com justgiving.com localgiving.org totalgiving.co.uk enthuse.com"
    " peoplesfundraising.com wonderful.org cafonline.org ethex.org.uk chuffed.org goteo.org"
    " kickstarter.com indiegogo.com fundrazr.com opencollective.com patreon.com ko-fi.com buymeacoffee.com donorbox.org"
    " zeffy.com biggive.org easyfundraising.org.uk gocardless.com stripe.com"
    " paypal.com paypal.me sumup.com square.link squareup.com"
)


def is_payment_service(host: str) -> bool:
    """Whether a host is one of these, or a part of it, such as buy.stripe.com."""
    labels = host.split(".")
    return any(".".join(labels[first:]) in SERVICES for first in range(len(labels) - 1))
