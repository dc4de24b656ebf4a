"""shell · directory: the addresses of its pages."""

from __future__ import annotations

from django.urls import path

from lianfang.shell.directory import (
    account_pages,
    grant_pages,
    household_pages,
    invitation_pages,
    people_pages,
    person_pages,
    place_pages,
    roster_pages,
    rosters,
    unit_edits,
    unit_pages,
    user_pages,
)
from lianfang.shell.reader import signed_in

app_name = "directory"

_SHEETS = [
    each
    for which in rosters.ROSTERS
    for each in (
        path(
            f"directory/{which}/import/", signed_in(roster_pages.import_page), {"which": which}, name=f"{which}-import"
        ),
        path(
            f"directory/{which}/template.xlsx",
            signed_in(roster_pages.template),
            {"which": which},
            name=f"{which}-template",
        ),
    )
]
_SHEETS += [
    path("directory/sheets/<str:which>/import/", signed_in(roster_pages.import_page), name="sheet-import"),
    path("directory/sheets/<str:which>/template.xlsx", signed_in(roster_pages.template), name="sheet-template"),
]
_UNITS = [
    path("directory/units/", signed_in(unit_pages.units_page), name="units"),
    path("directory/units/new/", signed_in(unit_edits.new_page), name="unit-new"),
    path("directory/units/<str:code>/", signed_in(unit_pages.unit_page), name="unit"),
    path("directory/units/<str:code>/below/", signed_in(unit_pages.below_part), name="unit-below"),
    path("directory/units/<str:code>/host/", signed_in(unit_edits.host_page), name="unit-host"),
    path("directory/units/<str:code>/rename/", signed_in(unit_edits.rename_page), name="unit-rename"),
    path("directory/units/<str:code>/move/", signed_in(unit_edits.move_page), name="unit-move"),
    path("directory/units/<str:code>/close/", signed_in(unit_edits.close_page), name="unit-close"),
]
_PLACES = [
    path("directory/places/", signed_in(place_pages.places_page), name="places"),
    path("directory/places/new/", signed_in(place_pages.new_page), name="place-new"),
    path("directory/places/<str:code>/", signed_in(place_pages.place_page), name="place"),
    path("directory/places/<str:code>/close/", signed_in(place_pages.close_page), name="place-close"),
    path("directory/places/<str:code>/homes/", signed_in(household_pages.building_page), name="building"),
]
_PEOPLE = [
    path("directory/people/", signed_in(people_pages.people_page), name="people"),
    path("directory/people/search/", signed_in(people_pages.search_page), name="people-search"),
    path("directory/people/counts/", signed_in(people_pages.counts_page), name="people-counts"),
    path("directory/people/views/", signed_in(people_pages.views_page), name="people-views"),
    path("directory/people/new/", signed_in(person_pages.new_page), name="person-new"),
    path("directory/people/<uuid:person>/", signed_in(person_pages.person_page), name="person"),
    path("directory/people/<uuid:person>/change/", signed_in(person_pages.change_page), name="person-change"),
    path("directory/people/<uuid:person>/copy/", signed_in(person_pages.copy_page), name="person-copy"),
    path("directory/people/<uuid:person>/erase/", signed_in(person_pages.erase_page), name="person-erase"),
    path("directory/homes/", signed_in(household_pages.estate_page), name="estate"),
    path("directory/homes/doors/", signed_in(household_pages.households_page), name="households"),
    path("directory/homes/new/", signed_in(household_pages.new_page), name="household-new"),
    path("directory/homes/<str:code>/", signed_in(household_pages.household_page), name="household"),
]
_ACCESS = [
    path("directory/access/", signed_in(grant_pages.grants_page), name="grants"),
    path("directory/access/new/", signed_in(grant_pages.give_page), name="grant-new"),
    path("directory/access/roles/", signed_in(account_pages.roles_page), name="roles"),
    path("directory/access/<uuid:grant>/", signed_in(grant_pages.grant_page), name="grant"),
    path("directory/access/<uuid:grant>/end/", signed_in(grant_pages.end_page), name="grant-end"),
    path("directory/accounts/", signed_in(user_pages.users_page), name="users"),
    path("directory/accounts/new/", signed_in(user_pages.new_page), name="user-new"),
    path("directory/accounts/invitations/", signed_in(invitation_pages.invitations_page), name="invitations"),
    path("directory/accounts/invitations/new/", signed_in(invitation_pages.new_page), name="invitation-new"),
    path("directory/accounts/invitations/sheet/", signed_in(invitation_pages.sheet_page), name="invitation-sheet"),
    path(
        "directory/accounts/invitations/<uuid:invitation>/revoke/",
        signed_in(invitation_pages.revoke_page),
        name="invitation-revoke",
    ),
    path("directory/accounts/of/<str:login>/invite/", signed_in(invitation_pages.again_page), name="invite-again"),
    path("directory/accounts/me/", signed_in(account_pages.account_page), name="account"),
    path("directory/accounts/of/<str:login>/", signed_in(user_pages.user_page), name="user"),
    path("directory/accounts/of/<str:login>/person/", signed_in(user_pages.person_page), name="user-person"),
    path("directory/accounts/of/<str:login>/password/", signed_in(user_pages.password_page), name="user-password"),
    path("directory/accounts/of/<str:login>/active/", signed_in(user_pages.active_page), name="user-active"),
    path("directory/accounts/of/<str:login>/tokens/", signed_in(user_pages.token_page), name="token-new"),
    path("directory/tokens/<uuid:token>/take/", signed_in(user_pages.take_page), name="token-take"),
    path("directory/tokens/<uuid:token>/revoke/", signed_in(user_pages.revoke_page), name="token-revoke"),
]
urlpatterns = [*_SHEETS, *_UNITS, *_PLACES, *_PEOPLE, *_ACCESS]
