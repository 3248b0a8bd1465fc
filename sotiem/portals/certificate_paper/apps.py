from django.apps import AppConfig


class CertificatePaperConfig(AppConfig):
    name = "sotiem.portals.certificate_paper"
    label = "certificate_paper"
