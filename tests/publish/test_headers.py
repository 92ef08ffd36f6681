"""The rules of the site stand in one file that servers, mirrors and our own server read alike."""

from cairn.publish.headers import HeaderRules, headers_file

TEXT = headers_file(is_https=True, search=["/ar/search/", "/en/search/"], sensitive=["/ar/مساعدة/"]).decode()
RULES = HeaderRules.parse(TEXT)


def test_every_page_is_protected():
    headers = RULES.of("/en/news/a-story/")
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert headers["Cache-Control"] == "public, max-age=30, must-revalidate"


def test_https_is_not_promised_on_http():
    assert b"Strict-Transport-Security" not in headers_file(is_https=False, search=[], sensitive=[])


def test_only_search_may_run_webassembly():
    assert "'wasm-unsafe-eval'" in RULES.of("/ar/search/")["Content-Security-Policy"]
    assert "'wasm-unsafe-eval'" not in RULES.of("/ar/search/more/")["Content-Security-Policy"]


def test_a_sensitive_page_is_kept_by_no_cache():
    assert RULES.of("/ar/مساعدة/")["Cache-Control"] == "no-store"
    assert RULES.of("/ar/مساعدة/")["Content-Security-Policy"] == RULES.of("/en/")["Content-Security-Policy"]


def test_hashed_files_are_kept_for_ever():
    for path in (
        "/assets/site.1a.css",
        "/media/images/x.1a.webp",
        "/cards/1a.png",
        "/pagefind/fragment/en_1.pf_fragment",
    ):
        assert "immutable" in RULES.of(path)["Cache-Control"]
    for path in ("/pagefind/pagefind.js", "/en/feed.atom", "/manifest.json"):
        assert "immutable" not in RULES.of(path)["Cache-Control"]


def test_a_rule_takes_back_what_it_replaces_for_servers_that_would_join_both():
    block = TEXT.partition("/assets/*\n")[2].partition("\n/")[0]
    assert block.splitlines() == ["  ! Cache-Control", "  Cache-Control: public, max-age=31536000, immutable"]
