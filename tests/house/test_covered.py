"""tests · house: every table is compared with the ledger or vouched for, or named with the reason why it need not be.

Tables are found in the catalogue: one that somebody adds tomorrow, and that is in none of these lists, is a failure.
"""

from __future__ import annotations

from typing import Any

import psycopg

from lianfang.kernel import rebuild

# What `verify` recomputes or holds against the ledger by itself.
VERIFIED = {
    "ledger_entry": "each digest, and the Merkle root of each sealed day",
    "ledger_seal": "each digest and its chain, and every report and receipt that states one",
    "ledger_head": "each digest, its chain, its signature, the units' seals under it",
    "ledger_running": "each code and its chain, until the day is sealed",
    "ledger_seal_key": "equals the key file",
    "kernel_installation": "equals the key file",
    "people_person": "its code, and the entries that registered and erased people",
    "people_mask": "the code of the person's row",
    "people_gram": "the code of the person's row",
    "kernel_person_key": "a wrapped key tells of any change; its absence, the entry that erased the person",
    "kernel_entry_salt": "its code; its absence, the entry that ended the link to the person",
    "kernel_scope_key": "equals the key file",
    "playbook_applied": "each digest, over its files",
    "playbook_rule": "the rows that the files of the playbook in force give",
    "access_user": "its code",
    "files_file": "the code of each that an entry names, and its content in the data folder",
    "access_token": "its code",
    "access_invitation": "its code",
    "access_code": "is the code",
    "newspaper_public_issue": "the fingerprint that the published issue's entry holds",
    "newspaper_public_page": "its files are those that the issue's entry names",
    "newspaper_public_article": "says what the issue's content says",
    "newspaper_public_figure": "says what the issue's content says of its figures",
    "newspaper_public_notice": "says what the erratum's or withdrawal's entry says",
    "newspaper_public_file": "its fingerprint, which the issue's entry holds",
    "publicity_tip_words": "the fingerprint that the tip's entry holds; its absence, the entry that says so",
}
# What follows from no entry and proves nothing, each with why it need not be covered.
UNCOVERED = {
    "access_user_groups": "Django's, empty",
    "sheets_heads": "how a unit's sheets are read: what came of each was seen before it was recorded",
    "sheets_source": "what another system calls an entry: by it a row that comes again is known, nothing is counted",
    "access_user_user_permissions": "Django's, empty",
    "account_emailaddress": "allauth's, empty",
    "account_emailconfirmation": "allauth's, empty",
    "mfa_authenticator": "allauth's second factors: without one a login still asks for its password",
    "auth_group": "Django's, empty",
    "auth_group_permissions": "Django's, empty",
    "auth_permission": "names of Django's permissions",
    "django_content_type": "names of models",
    "django_migrations": "names of migrations",
    "django_session": "who is signed in now; gone after twelve hours",
    "shared_cache": "counters of the login limit",
    "ledger_set_aside": "what could not become an entry: shown to be sent again, and no figure counts it",
    "people_identity_view": "notes of who looked at names, append-only by trigger; no figure counts them",
    "kernel_clock": "the campaign's time; every entry holds its own moment",
    "units_follower": "names of functions that migrations write",
    "people_follower": "names of functions that migrations write",
    "kernel_fence": "kinds and verbs, written again from the cards whenever init finds another program",
    "kernel_fence_check": "names of functions that migrations write",
    "duties_day": "which days' slots were derived; the slots themselves are compared",
    "alerts_last_look": "when each source of gaps was last asked",
    "alerts_message": "messages on their way out; the alert behind each is compared",
    "alerts_secret": "secrets of channels, encrypted so that any change makes them unreadable",
    "publicity_group_secret": "addresses of groups, encrypted so that any change makes them unreadable",
    "witnesses_delivery": "witnesses on their way out; whoever holds one holds the proof",
    "witnesses_secret": "addresses of keepers, encrypted so that any change makes them unreadable",
    "campaigns_replay": "how far a replay has come",
    "procrastinate_events": "jobs",
    "procrastinate_jobs": "jobs",
    "procrastinate_periodic_defers": "jobs",
    "procrastinate_workers": "jobs",
}
_TABLES = """
SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition
AND relnamespace = 'public'::regnamespace AND relname !~ '^(test_|reporting_probe$)'
"""


def test_every_table_is_derived_verified_or_named_with_its_reason(superuser_conn: psycopg.Connection[Any]) -> None:
    every = {row[0] for row in superuser_conn.execute(_TABLES)}
    derived = set(rebuild.tables())
    unnamed = every - derived - VERIFIED.keys() - UNCOVERED.keys()
    assert not unnamed, f"derive these, vouch for them in a verifier, or say in UNCOVERED why not: {sorted(unnamed)}"
    gone = (VERIFIED.keys() | UNCOVERED.keys()) - every
    assert not gone, f"there are no such tables any more: {sorted(gone)}"
    assert not derived & (VERIFIED.keys() | UNCOVERED.keys()), "a table is derived or it is not"
    assert derived <= every
