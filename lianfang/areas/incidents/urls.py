"""incidents · urls: incidents, drills, plans and procedures."""

from django.urls import URLPattern, URLResolver, include, path

from lianfang.areas.incidents import (
    console,
    console_drills,
    console_plans,
    console_procedures,
    console_reports,
    console_steps,
)

app_name = "incidents"
_ONE: list[URLPattern | URLResolver] = [
    path("", console.incident_page, name="incident"),
    path("accept/", console.accept, name="accept"),
    path("dismiss/", console.dismiss_page, name="dismiss"),
    path("steps/<slug:step>/", console_steps.step_page, name="step"),
    path("steps/<slug:step>/done/", console_steps.done, name="done"),
    path("steps/<slug:step>/skip/", console_steps.skip_page, name="skip"),
    path("tell/", console.tell_page, name="tell"),
    path("link/", console.link_page, name="link"),
    path("report/", console_reports.report_form, name="report"),
    path("report/written/", console_reports.written, name="written"),
    path("reports/<int:number>/", console_reports.report_page, name="report-page"),
    path("reports/<int:number>/report.pdf", console_reports.report_pdf, name="report-pdf"),
    path("close/", console_steps.close_page, name="close"),
    path("reopen/", console.reopen_page, name="reopen"),
    path("finding/", console.finding_page, name="finding"),
    path("back/<uuid:entry>/", console.back_page, name="back"),
]
_DRILL: list[URLPattern | URLResolver] = [
    path("", console_drills.drill_page, name="drill"),
    path("inject/", console_drills.inject_page, name="inject"),
    path("end/", console_drills.end_page, name="drill-end"),
    path("finding/", console_drills.drill_finding, name="drill-finding"),
    path("debrief/", console_drills.debrief_page, name="debrief"),
    path("debrief/debrief.pdf", console_drills.debrief_pdf, name="debrief-pdf"),
]
_PLAN: list[URLPattern | URLResolver] = [
    path("", console_plans.plan_page, name="plan"),
    path("make/", console_plans.make, name="plan-make"),
    path("edit/", console_plans.edit_page, name="plan-edit"),
    path("<int:number>/approve/", console_plans.approve_page, name="plan-approve"),
    path("<int:number>/withdraw/", console_plans.withdraw_page, name="plan-withdraw"),
    path("<int:number>/plan.pdf", console_plans.plan_pdf, name="plan-pdf"),
]
_PAGES: list[URLPattern | URLResolver] = [
    path("", console.list_page, name="list"),
    path("new/", console.new_page, name="new"),
    path("choose/", console.choose_part, name="choose"),
    path("exercises/", console.exercises_page, name="exercises"),
    path("drills/", console_drills.drills_page, name="drills"),
    path("drills/new/", console_drills.new_page, name="drill-new"),
    path("drills/<uuid:drill>/", include(_DRILL)),
    path("findings/<uuid:finding>/", console_drills.finding_page, name="finding-page"),
    path("plans/", console_plans.plans_page, name="plans"),
    path("plans/<str:unit>/<slug:plan>/", include(_PLAN)),
    path("procedures/", console_procedures.procedures_page, name="procedures"),
    path("procedures/<slug:code>/", console_procedures.procedure_page, name="procedure"),
    path("<uuid:incident>/", include(_ONE)),
]
urlpatterns = [path("incidents/", include(_PAGES))]
