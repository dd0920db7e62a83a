"""The sums of money that an item names, and the currencies they can be in.

The codes are those of ISO 4217 (list one, as of 2026) that stand for money in use, with those that ceased in 2023 or
later: without precious metals, units of account, funds and the codes for testing and for nothing.
"""

from typing import Any

from openhub.validate.once import once
from openhub.validate.wordlist import words

MEMBERS = ("prices", "terms", "membership", "estimatedCost", "materials", "funding")

CURRENCIES = words(
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP"
    " CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR"
    " ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT"
    " MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD"
    " SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES"
    " VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG"
)
THREE_DECIMALS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})

Sum = tuple[str, float | None, str, str]
"""The pointer of an amount and the amount, if there is one; the pointer of its currency and the currency, or ""."""


@once
def sums(document: dict[str, Any]) -> list[Sum]:
    """Every sum of money in the members named above."""
    priced = [(f"/prices/{index}", price) for index, price in enumerate(document.get("prices", ()))]
    for name, inner in (("terms", "deposit"), ("membership", "fee")):
        if inner in document.get(name, ()):
            priced.append((f"/{name}/{inner}", document[name][inner]))
    if "estimatedCost" in document:
        priced.append(("/estimatedCost", document["estimatedCost"]))
    for index, material in enumerate(document.get("materials", ())):
        if "estimatedCost" in material:
            priced.append((f"/materials/{index}/estimatedCost", material["estimatedCost"]))
    found = [
        (f"{pointer}/price", part.get("price"), f"{pointer}/priceCurrency", part.get("priceCurrency", ""))
        for pointer, part in priced
    ]
    return found + _funds(document["funding"]) if "funding" in document else found


def _funds(funding: dict[str, Any]) -> list[Sum]:
    amounts = [(f"/funding/{name}", funding[name]) for name in ("target", "raised") if name in funding]
    for name in ("costs", "inKind", "matchFunders"):
        lines = enumerate(funding.get(name, ()))
        amounts += [(f"/funding/{name}/{index}/amount", line["amount"]) for index, line in lines if "amount" in line]
    currency = funding.get("currency", "")
    return [(pointer, amount, "/funding/currency", currency) for pointer, amount in amounts]
