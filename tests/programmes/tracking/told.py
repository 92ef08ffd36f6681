"""What is told of sites, flows and incidents in these tests: records, and lines of files as they are published."""

import csv
import io

from cairn.programmes.tracking.models import Assessment, Incident, Site

OLD = {
    "Main ID": "2015.MMP00401", "Incident ID": "2015.MMP00401", "Region": "Europe", "Incident Date": "Mon, 07/20/2015",
    "Year": "2015", "Reported Month": "July", "Number Dead": "1", "Minimum Estimated Number of Missing": "",
    "Number of Survivors": "", "Number of Females": "", "Number of Males": "1", "Number of Children": "",
    "Region of Origin": "Unknown", "Cause of Death": "Hit by train", "Country of Origin": "Syrian Arab Republic",
    "Location of death": "Channel Tunnel, Coquelles", "Information Source": "An invented newspaper",
    "Coordinates": "50.9225, 1.7816", "Migration route": "France to UK", "URL": "https://example.org/a, https://example.org/b",
    "UNSD Geographical Grouping": "Western Europe", "Source Quality": "3",
}  # fmt: skip
NEW = {
    "Main ID": "2021.MMP1", "Incident ID": "2021.MMP1", "Incident Type": "Incident", "Region of Incident": "Europe",
    "Incident Date": "2021-11-24", "Incident Year": "2021", "Month": "November", "Number of Dead": "27",
    "Minimum Estimated Number of Missing": "4", "Total Number of Dead and Missing": "31", "Number of Survivors": "2",
    "Number of Females": "7", "Number of Males": "17", "Number of Children": "3", "Country of Origin": "Iraq",
    "Region of Origin": "Western Asia", "Cause of Death": "Drowning", "Cause of Death (reported)": "Boat sank",
    "Country of Incident": "France", "Location of Incident": "English Channel", "Latitude": "51.17", "Longitude": "-1.26",
    "Migration Route": "English Channel to the UK", "Information Source": "Prosecutor", "URL": "",
    "UNSD Geographical Grouping": "Western Europe", "Source Quality": "5",
}  # fmt: skip
SITE = {
    "Site ID": "FR-CAL-01", "Site Name": "The dunes", "Site Type": "informal camp", "Country Code": "FR",
    "Latitude": "50.96", "Longitude": "1.90", "Reporting Date": "2015-10-16", "Individuals": "6,000",
    "Method": "official", "Confidence": "medium", "Source": "Prefecture", "Known On": "2015-10-16",
}  # fmt: skip
FLOW = {
    "Flow Monitoring Point ID": "MK-GEV", "Flow Monitoring Point": "Gevgelija", "Country Code": "MK", "From": "2015-08-01",
    "To": "2015-08-07", "Direction": "inwards", "Nationality": "Syria", "Sex": "F", "Age Group": "child",
    "Individuals": "120", "Source": "Field partner",
}  # fmt: skip


def sheet(*lines: dict[str, str], separator: str = ",") -> io.BytesIO:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(lines[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(lines)
    return io.BytesIO(text.getvalue().encode())


def count(site: Site, day: str, people: int, **more) -> Assessment:
    told = {"method": "official", "confidence": "medium", "source": "Prefecture", "known_on": day}
    return Assessment(site=site, counted_on=day, people=people, **{**told, **more})


def incident(code: str, day: str, **more) -> Incident:
    told = {
        "cause": "transport",
        "location": "Tunnel site",
        "place": "channel-tunnel",
        "country": "FR",
        "dead": 1,
    }
    return Incident(
        code=code, first_day=day, known_on=day, source="Prosecutor", source_quality=5, **{**told, **more}
    )
