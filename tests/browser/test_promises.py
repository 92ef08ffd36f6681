"""What the public site promises: no scripts needed, no cookies, nothing from elsewhere, and little to carry."""

import pytest

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "fr", "ar")
MOST_BYTES = 50 * 1024
MOST_REQUESTS = 5


def test_nothing_comes_from_elsewhere_and_no_cookie_is_set(site, reader):
    page = reader("/")
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for address in site.all_templates():
        page.goto(address)
    elsewhere = [url for url in asked if not url.startswith(site.address)]
    # A page that is not there answers 404, which the browser reports; the policy must have nothing to report.
    policy = [words for words in complaints if "Content Security Policy" in words or "404" not in words]
    assert not elsewhere
    assert not policy
    assert page.context.cookies() == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", ["home", "story", "statement"])
def test_little_to_carry_before_pictures(site, reader, language, template):
    page = reader("about:blank")
    asked = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(site.address)))
    page.goto(site.templates[language][template], wait_until="networkidle")
    before_pictures = [address for address in asked if not address.startswith("/media/")]
    assert len(before_pictures) <= MOST_REQUESTS, before_pictures
    assert sum(map(site.weight, before_pictures)) <= MOST_BYTES


def test_pictures_fit_the_screen_that_asks(site, reader):
    page = reader(site.templates["en"]["story"], viewport={"width": 360, "height": 740})
    chosen = page.locator(".hero img").evaluate("img => [img.naturalWidth, img.width]")
    assert chosen[0] <= 2 * chosen[1]


def test_readers_find_their_way_without_scripts(site, reader):
    page = reader("/en/", java_script_enabled=False)
    page.locator(".ways a").first.click()
    page.locator(".choices a", has_text="Calais").first.click()
    assert page.locator("h1").inner_text() == "Calais"
    page.locator(".row-title a").first.click()
    assert page.locator("article h1").is_visible()
    page.locator(".tongues a", has_text="Français").click()
    assert page.locator("html").get_attribute("lang") == "fr"


def test_without_scripts_search_leads_to_the_archive(site, reader):
    page = reader("/en/search/", java_script_enabled=False)
    assert not page.locator("form.search").is_visible()
    assert page.get_by_text("Searching needs a script.").is_visible()
    page.locator(".choices-months ul ul a").first.click()
    assert page.locator(".row").count() >= 1


@pytest.mark.parametrize(("language", "query"), {"en": "Calais", "fr": "Calais", "ar": "كاليه"}.items())
def test_search_finds_in_each_language_by_itself(site, reader, language, query):
    page = reader(f"/{language}/search/")
    page.locator("#query").fill(query)
    page.keyboard.press("Enter")
    page.locator(".search-results .row").first.wait_for()
    links = page.locator(".search-results a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert all(link.startswith(f"/{language}/") for link in links)


def test_a_result_says_what_kind_of_page_it_is_and_of_which_day(reader):
    page = reader("/en/search/?q=migrant+trail", viewport={"width": 1440, "height": 900})
    row = page.locator(".search-results .row", has_text="On the migrant trail in Calais").first
    row.wait_for()
    assert row.locator(".row-day").inner_text() == "21 October 2015"
    assert row.locator(".kicker-kind").inner_text() == "News"
    assert not row.locator(".row-summary").inner_text().startswith("News")


def test_search_says_when_there_is_nothing(reader):
    page = reader("/en/search/?q=zzzzqqqq")
    page.get_by_text("Nothing found for “zzzzqqqq”.").wait_for()


def test_the_language_switcher_keeps_to_the_page(site, reader):
    page = reader(site.templates["en"]["statement"])
    page.locator(".tongues a", has_text="العربية").click()
    assert page.url.removeprefix(site.address).startswith("/ar/news/")
    assert "statement" in page.locator("body").get_attribute("class")


def test_the_banner_says_that_this_is_a_demonstration(site, reader):
    page = reader("/")
    for address in site.all_templates():
        page.goto(address)
        assert page.locator(".demonstration").is_visible(), address
