"""TLS, certificates and passwords with a real mail server that demands them."""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from notice_examples import SHIPPED, WORDING, an_email
from post_office import MailServerAtWork

from pearl.delivery.mail_server import MailServer
from pearl.notices.deliverer import Deliverer
from pearl.settings import MailSettings
from pearl.sql.notice_queue import SqlNoticeQueue

Put, NewDeliverer = Callable[..., None], Callable[..., Deliverer]
FROM = "Pearl Clinic <desk@example.org>"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a key and a certificate for this machine, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a mail server for tests")])
    today = datetime.now(timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    unlocked = serialization.NoEncryption()
    pkcs8 = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, unlocked)
    file.write_bytes(pkcs8 + certificate.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


@pytest.fixture
def new_server(certificate: Path) -> Iterator[Callable[..., MailServerAtWork]]:
    """Starts mail servers: one that demands STARTTLS, user and password, or one with TLS from the first byte."""
    started: list[MailServerAtWork] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def knows(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
        return AuthResult(success=given == LoginPassword(b"desk", b"right"), handled=False)

    def start(security: str) -> MailServerAtWork:
        options: dict[str, Any] = {"ssl_context": context}
        if security == "starttls":
            options = {
                "tls_context": context, "require_starttls": True, "authenticator": knows, "auth_required": True,
            }  # fmt: skip
        started.append(MailServerAtWork(**options).start())
        return started[-1]

    yield start
    for server in started:
        server.stop()


async def deliver(
    make: NewDeliverer, server: MailServerAtWork, security: str, password: str = "right", user: str = "desk"
) -> None:
    settings = MailSettings("127.0.0.1", server.port, user, password, security, FROM)
    await make(senders={"email": MailServer(settings, WORDING, SHIPPED)}).deliver_due()


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_notice_arrives_under_encryption_with_the_right_password(
    trusted: None, put: Put, new_deliverer: NewDeliverer, new_server: Callable[..., MailServerAtWork], security: str
) -> None:
    server = new_server(security)
    put(an_email())
    await deliver(new_deliverer, server, security, user="desk" if security == "starttls" else "")
    assert len(server.mailbox.messages) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_server_whose_certificate_nobody_vouches_for_gets_neither_password_nor_message(
    put: Put, new_deliverer: NewDeliverer, queue: SqlNoticeQueue, new_server: Callable[..., MailServerAtWork],
    security: str,
) -> None:  # fmt: skip
    server = new_server(security)
    put(an_email())
    await deliver(new_deliverer, server, security)
    assert server.mailbox.messages == []
    assert queue.notices()[0].state == "retrying" and "certificate" in queue.notices()[0].reason.lower()


async def test_a_server_without_starttls_gets_nothing_where_it_was_asked_for(
    mail: MailServerAtWork, put: Put, new_deliverer: NewDeliverer, queue: SqlNoticeQueue
) -> None:
    put(an_email())
    await deliver(new_deliverer, mail, "starttls", "", "")
    assert mail.mailbox.messages == []
    assert "STARTTLS" in queue.notices()[0].reason


async def test_a_wrong_password_is_said_so_and_waits_until_it_is_right(
    trusted: None, put: Put, new_deliverer: NewDeliverer, queue: SqlNoticeQueue, clock: Any,
    new_server: Callable[..., MailServerAtWork],
) -> None:  # fmt: skip
    server = new_server("starttls")
    put(an_email())
    await deliver(new_deliverer, server, "starttls", "wrong")
    (row,) = queue.notices()
    assert row.state == "retrying" and "check PEARL_SMTP_USER" in row.reason and "wrong" not in row.reason
    clock.wait(minutes=1)
    await deliver(new_deliverer, server, "starttls")
    assert queue.notices()[0].state == "sent"
