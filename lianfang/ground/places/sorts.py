"""places · sorts: the kinds of places there are, each with its words."""

from __future__ import annotations

from enum import StrEnum

from lianfang.kernel.words import Words, w


class PlaceKind(StrEnum):
    """What a place is. The article names the first seven as disinfected three times a day (domain A2)."""

    OFFICE_BUILDING = "office_building"
    LIFT = "lift"
    CORRIDOR = "corridor"
    PUBLIC_TOILET = "public_toilet"
    WASTE_POINT = "waste_point"
    DUTY_ROOM = "duty_room"
    STAFF_CANTEEN = "staff_canteen"
    BUILDING = "building"
    GATE = "gate"
    WAREHOUSE = "warehouse"
    HOTEL = "hotel"
    LAUNDRY_HALL = "laundry_hall"
    SITE_CAMP = "site_camp"
    MEETING_ROOM = "meeting_room"
    DORMITORY = "dormitory"
    ISOLATION_ROOM = "isolation_room"
    VEHICLE = "vehicle"
    NOTICE_BOARD = "notice_board"
    OTHER = "other"


KIND_WORDS: dict[PlaceKind, Words] = {
    PlaceKind.OFFICE_BUILDING: w("办公楼", "office building"),
    PlaceKind.LIFT: w("电梯", "lift"),
    PlaceKind.CORRIDOR: w("楼道", "corridor"),
    PlaceKind.PUBLIC_TOILET: w("公共卫生间", "public toilet"),
    PlaceKind.WASTE_POINT: w("垃圾站", "waste point"),
    PlaceKind.DUTY_ROOM: w("值班室", "duty room"),
    PlaceKind.STAFF_CANTEEN: w("职工食堂", "staff canteen"),
    PlaceKind.BUILDING: w("楼栋", "building"),
    PlaceKind.GATE: w("门岗", "gate"),
    PlaceKind.WAREHOUSE: w("仓库", "warehouse"),
    PlaceKind.HOTEL: w("隔离酒店", "isolation hotel"),
    PlaceKind.LAUNDRY_HALL: w("洗涤车间", "laundry hall"),
    PlaceKind.SITE_CAMP: w("野外驻地", "field camp"),
    PlaceKind.MEETING_ROOM: w("会议室", "meeting room"),
    PlaceKind.DORMITORY: w("宿舍", "dormitory"),
    PlaceKind.ISOLATION_ROOM: w("隔离间", "isolation room"),
    PlaceKind.VEHICLE: w("车辆", "vehicle"),
    PlaceKind.NOTICE_BOARD: w("公告栏", "notice board"),
    PlaceKind.OTHER: w("其他场所", "other place"),
}
