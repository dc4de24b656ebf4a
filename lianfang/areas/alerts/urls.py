"""alerts · urls: the alerts and what is done about them, channels, the delivery log, and the bell of every page."""

from django.urls import include, path

from lianfang.areas.alerts import console, console_channels

app_name = "alerts"
_PAGES = [
    path("", console.list_page, name="list"),
    path("bell/", console.bell_part, name="bell"),
    path("<uuid:alert>/", console.alert_page, name="alert"),
    path("<uuid:alert>/acknowledge/", console.acknowledge, name="acknowledge"),
    path("<uuid:alert>/hand-on/", console.hand_on, name="hand-on"),
    path("<uuid:alert>/resolve/", console.resolve, name="resolve"),
    path("<uuid:alert>/reopen/", console.reopen, name="reopen"),
    path("channels/", console_channels.channels_page, name="channels"),
    path("channels/new/", console_channels.new_page, name="channel-new"),
    path("channels/<uuid:channel>/", console_channels.change_page, name="channel"),
    path("channels/<uuid:channel>/test/", console_channels.test, name="channel-test"),
    path("channels/<uuid:channel>/close/", console_channels.close, name="channel-close"),
    path("deliveries/", console_channels.deliveries_page, name="deliveries"),
    path("deliveries/<uuid:message>/again/", console_channels.again, name="again"),
]
urlpatterns = [path("alerts/", include(_PAGES))]
