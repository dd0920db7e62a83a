"""What it costs, in words; nothing said about money is not the same as free."""

from openhub.web import words
from openhub.web.members import Document, number, part, parts, strings, text

UNSAID = ""


def short(document: Document) -> str:
    """The cost as a card says it; "" when they did not say."""
    if document.get("type") == "Plan":
        return _plan(document)
    if "fund" in strings(document.get("participation")) and part(document.get("funding")):
        return "Any amount"
    if document.get("isAccessibleForFree") is True:
        return f"Free{_deposit(document)}"
    prices = parts(document.get("prices"))
    if len(prices) > 1 and (several := _several(prices)):
        return several
    return _price(prices[0]) if prices else "Not free" if document.get("isAccessibleForFree") is False else UNSAID


def lines(document: Document) -> tuple[str, ...]:
    """Every price and what was said about it, one line each."""
    found, prices = [], parts(document.get("prices"))
    for price in prices:
        named, cost = text(price.get("name")), _price(price)
        if len(prices) > 1 or cost != short(document):
            found.append(f"{named}: {cost}." if named and cost else words.sentence(named or cost))
        found.append(words.sentence(text(price.get("note"))))
    found.append(words.sentence(text(part(document.get("estimatedCost")).get("note"))))
    return tuple(line for line in dict.fromkeys(found) if line)


def _price(price: Document) -> str:
    amount, currency = number(price.get("price")), _currency(price)
    sum_ = words.money(amount, currency) if amount is not None else ""
    match price.get("priceModel"):
        case "pay-what-you-can":
            return "Pay what you can"
        case "suggested-donation":
            return f"{sum_} suggested" if amount else "Donation"
        case "from":
            return f"From {sum_}" if amount else "Free or paid" if sum_ else "Price varies"
        case "varies":
            return "Price varies"
        case "refundable-deposit":
            return f"{sum_} deposit, returned to you" if sum_ else "A deposit, returned to you"
    return "Free" if amount == 0 else sum_


def _several(prices: list[Document]) -> str:
    """The cost where there are several prices, deposits aside: Free or £5, Free or from £5, From £5."""
    paid = [p for p in prices if p.get("priceModel") != "refundable-deposit"]
    amounts = sorted({a for p in paid if (a := number(p.get("price"))) is not None})
    if len(paid) < 2 or not amounts:
        return _price(paid[0]) if paid else ""
    sums = [words.money(a, _currency(paid[0])) for a in amounts if a]
    if not sums:
        return "Free"
    more = "" if len(sums) == 1 else "from "
    return f"Free or {more}{sums[0]}" if not amounts[0] else f"{more.capitalize()}{sums[0]}"


def _deposit(document: Document) -> str:
    terms = part(document.get("terms"))
    if "deposit" not in terms:
        return ""
    amount = number(part(terms.get("deposit")).get("price"))
    if amount is None:
        return ""
    return f", {words.money(amount, _currency(part(terms.get('deposit'))))} deposit" if amount else ", no deposit"


def _plan(document: Document) -> str:
    cost = part(document.get("estimatedCost"))
    amount = number(cost.get("price"))
    return (
        f"About {words.money(amount, _currency(cost))} in all" if amount else "Costs nothing" if amount == 0 else UNSAID
    )


def _currency(price: Document) -> str:
    return text(price.get("priceCurrency")) or "GBP"
