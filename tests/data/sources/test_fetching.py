"""TLS is verified always, chains may be completed; addresses, rates and keys are treated with care."""

import datetime as dt
import ssl
from pathlib import Path

import certifi
import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding

from data.sources import all_sources
from data.sources.core import fetching
from data.sources.core import refresh as work
from data.sources.core.errors import Refused, Unreachable
from data.sources.core.fetching import CHAINS, Fetcher
from data.sources.core.home import Home
from tests.data.sources.conftest import KEYS, ROOMY, SHORT
from tests.data.sources.payloads import ANSWERS
from tests.data.sources.rehearsal import Handler, playing

SOURCE = all_sources()["tycg_flood"]


def _server(authority: trustme.CA, whole: bool = True, name: str = "127.0.0.1") -> ssl.SSLContext:
    """A server's certificate of ``authority``; not ``whole``: the intermediate is not sent, as some portals forget to."""
    issued = authority.issue_cert(name)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if whole:
        issued.configure_cert(context)
    else:
        with issued.private_key_pem.tempfile() as key, issued.cert_chain_pems[0].tempfile() as leaf:
            context.load_cert_chain(leaf, key)
    return context


def _refresh(home: Home, url: str, bundle: str = "") -> work.Outcome:
    return work.refresh(SOURCE, home, Fetcher(SOURCE, ROOMY, {}, bundle=bundle), url=url)


def test_a_certificate_nobody_knows_is_refused(home: Home):
    with playing(ANSWERS[SOURCE.name], _server(trustme.CA())) as play:
        outcome = _refresh(home, play.url)
        assert play.asked == []
    assert outcome.state == "failed"
    assert "cannot be verified" in outcome.reason and "TLS_BUNDLE" in outcome.reason


def test_a_missing_intermediate_comes_from_the_bundle(home: Home, tmp_path: Path):
    root = trustme.CA()
    middle = root.create_child_ca()
    folder = tmp_path / "bundle"
    folder.mkdir()
    root.cert_pem.write_to_path(folder / "root.pem")
    with playing(ANSWERS[SOURCE.name], _server(middle, whole=False)) as play:
        assert _refresh(home, play.url, str(folder)).state == "failed"
        middle.cert_pem.write_to_path(folder / "middle.pem")
        fetching.trust.cache_clear()
        assert _refresh(home, play.url, str(folder)).state == "good"


def test_a_certificate_of_another_name_is_refused(home: Home, tmp_path: Path):
    root = trustme.CA()
    root.cert_pem.write_to_path(tmp_path / "root.pem")
    with playing(ANSWERS[SOURCE.name], _server(root, name="other.example")) as play:
        assert _refresh(home, play.url, str(tmp_path / "root.pem")).state == "failed"


def test_verification_is_never_off():
    context = fetching.trust()
    assert context.verify_mode == ssl.CERT_REQUIRED and context.check_hostname
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2


@pytest.mark.filterwarnings("ignore:Parsed a serial number")  # of an old root among certifi's
@pytest.mark.parametrize("file", sorted(CHAINS.glob("*.pem")), ids=lambda file: file.name)
def test_shipped_intermediates_are_signed_by_a_known_root(file: Path):
    one = x509.load_pem_x509_certificate(file.read_bytes())
    roots = {root.subject: root for root in x509.load_pem_x509_certificates(Path(certifi.where()).read_bytes())}
    root = roots[one.issuer]
    root.public_key().verify(one.signature, one.tbs_certificate_bytes, padding.PKCS1v15(), one.signature_hash_algorithm)
    assert one.not_valid_after_utc > dt.datetime.now(dt.UTC) + dt.timedelta(days=30), "ask the authority for the new one"
    digest = one.fingerprint(one.signature_hash_algorithm).hex(":").upper()
    assert digest in (CHAINS / "README.md").read_text("utf-8")


def test_a_short_wait_is_waited_for_and_then_it_works(home: Home):
    asked = 0

    def busy_once(handler: Handler, raw: bytes) -> None:
        nonlocal asked
        asked += 1
        handler.give(b"", 429, Retry_After="0") if asked == 1 else handler.give(raw)

    with playing(ANSWERS[SOURCE.name]) as play:
        play.misbehave = busy_once
        assert _refresh(home, play.url).state == "good"
    assert asked == 2


def test_what_was_refused_is_not_asked_again(home: Home):
    with playing(ANSWERS[SOURCE.name]) as play:
        play.misbehave = lambda handler, raw: handler.give(b"{}", 404)
        assert _refresh(home, play.url).state == "failed"
        assert len(play.asked) == 1


def test_the_rate_of_a_source_is_kept(home: Home, monkeypatch: pytest.MonkeyPatch):
    step = SOURCE.steps(None)[0]
    today = fetching.now()
    home.note(SOURCE.name, calls={"day": today.date().isoformat(), "count": SOURCE.daily, "last": today.isoformat()})
    with pytest.raises(Exception, match="calls today"):
        work._ceiling(SOURCE, home, step)
    home.note(SOURCE.name, not_before=(today + dt.timedelta(hours=1)).isoformat())
    with pytest.raises(Exception, match="left alone"):
        work._ceiling(SOURCE, home, step)


def test_keys_stand_in_no_message():
    source = all_sources()["moenv_air_now"]
    with playing({}) as play:
        step = work._rerouted(source.steps(None), play.url)[0]
        with pytest.raises(Refused) as refused:
            Fetcher(source, SHORT, KEYS).get(step)
        assert any("test-key-1" in path for path in play.asked), "the key goes to the source"
    assert "test-key-1" not in str(refused.value)
    with pytest.raises(Unreachable) as unreachable:
        Fetcher(source, SHORT, KEYS).get(step)
    assert "test-key-1" not in str(unreachable.value)
