"""What else the columns of services.columns are called in the lists of municipalities, registers and associations.

Written without marks on letters, for comparing after `places.models.folded`. A name of a text's column may be followed
by a language: "kuvaus sv", "description en".
"""

from __future__ import annotations

_NAMES = {
    "id": "service id, palvelun id, tunniste, id prod, id prod api v3, id / prod, tuotannon id, production id",
    "organisation_id": "organization id, organisaation id, organisationid",
    "organisation_name": "organisaatio, organisaation nimi, yhdistys, yhdistyksen nimi, jarjesto, jarjeston nimi, "
    "organization, organization name, organisation, forening, foreningens namn, yhteiso, seura, toimija",
    "organisation_kind": "organisaatiomuoto, yhteisomuoto, yhteison tyyppi",
    "business_id": "y tunnus, ytunnus, fo nummer, businessid, tax id",
    "register_number": "rekisterinumero, prh, rekno, rek nro, registernummer",
    "organisation_home": "kotikunta, kotipaikka, hemkommun, hemort",
    "organisation_description": "organisaation kuvaus, yhdistyksen kuvaus, toiminnan kuvaus",
    "organisation_email": "yhdistyksen sahkoposti, organisaation sahkoposti",
    "organisation_website": "yhdistyksen kotisivu, yhdistyksen www, organisaation kotisivu",
    "kind": "tyyppi, servicetype, service type, typ, laji",
    "status": "julkaisun tila",
    "name": "nimi, palvelun nimi, palvelu, toiminnan nimi, toiminta, tapahtuma, otsikko, title, namn, benamning, "
    "service, service name",
    "summary": "tiivistelma, short description, shortdescription, lyhyt kuvaus, sammanfattning, "
    "tiivistelma 150 merkkia",
    "description": "kuvaus, lisatiedot, lisatieto, beskrivning, sisalto, esittely",
    "who": "kenelle, kohderyhma sanoin, edellytykset, kayton edellytykset, requirements, ehdot ja kriteerit, "
    "conditionofserviceusage, for whom, for vem, eligibility description",
    "without_referral": "ilman lahetetta",
    "for_professionals": "ammattilaisille, ohje ammattilaiselle",
    "price_kind": "maksullisuus, chargetype, avgift, charge type",
    "price": "hinta, maksun lisatieto, pris, maksullisuuden lisatieto, chargetypeadditionalinfo, fees description",
    "registration": "ilmoittautuminen, anmalan, toimintaohjeet, serviceuserinstruction, application process",
    "registration_url": "ilmoittautumislinkki",
    "attendance": "osallistumistapa",
    "remote_url": "etaosoite, etalinkki",
    "website": "www, verkkosivu, verkkosivut, kotisivu, kotisivut, url, webbplats, nettisivut, www osoite",
    "times": "ajankohta, milloin, aukioloajat, kellonaika, paiva ja aika, nar, oppettider, opening hours, aika",
    "schedules": "aikataulu",
    "starts_on": "alkaa, alkupaiva, alkamispaiva, borjar",
    "ends_on": "paattyy, loppupaiva, paattymispaiva, slutar",
    "areas": "toiminta alue, alue, kunnat, palvelualue, omrade",
    "languages": "kielet, palvelukielet, sprak",
    "target_groups": "kohderyhmat, kohderyhma, malgrupp, targetgroup, targetgroups",
    "service_classes": "palveluluokat, palveluluokka, serviceclass, serviceclasses",
    "life_events": "elamantilanteet, elamantilanne, lifeevent, lifeevents, lifesituations",
    "themes": "teemat, teema, aihe",
    "place_name": "paikka, paikan nimi, tilan nimi, plats",
    "street": "osoite, katuosoite, kayntiosoite, address, address 1, adress, gatuadress, lahiosoite",
    "postal_code": "postinumero, postnro, pnro, postnummer",
    "city": "postitoimipaikka, ptp, postort",
    "municipality": "kunta, paikkakunta, kuntanro, kuntakoodi, kommun, municipality id, sijaintikunta, kunnan nimi, "
    "kuntanimifi, municipality fi",
    "accessibility": "esteettomyys, tillganglighet",
    "phone": "puhelin, puhelinnumero, puh, telefon, puh nro, tel",
    "email": "sahkoposti, sposti, e post, mail, e mail, sahkopostiosoite",
    "contact_role": "tehtava, rooli, tehtavanimike",
}
NAMES = {key: tuple(name.strip() for name in names.split(",")) for key, names in _NAMES.items()}
LANGUAGE_ENDINGS = {
    "fi": ("fi", "suomi", "suomeksi", "finska", "finnish"),
    "sv": ("sv", "ruotsi", "ruotsiksi", "svenska", "swedish"),
    "en": ("en", "englanti", "englanniksi", "engelska", "english"),
}


def _words(**meanings: str) -> dict[str, str]:
    return {word.strip(): code for code, words in meanings.items() for word in words.split(",")}


CHOICES = {
    "organisation_kind": _words(
        association="ry, yhdistys, seura, forening, rekisteroity yhdistys, rf, jarjesto",
        foundation="saatio, stiftelse",
        parish="seurakunta, forsamling",
        municipality="kunta, kaupunki, kommun",
        company="yritys, oy, foretag",
        school="koulu, skola",
        county="hyvinvointialue, valfardsomrade",
    ),
    "kind": _words(
        service="palvelu, tjanst, permitorobligation, permissionandobligation, professionalqualification",
        activity="toiminta, harrastus, kerho, verksamhet, ryhma",
        peer_group="vertaisryhma, vertaistuki, kamratstodsgrupp",
        event="tapahtuma, evenemang",
        volunteer_task="vapaaehtoistehtava, vapaaehtoistoiminta, talkoot, volontaruppgift",
        place="tila, kohtaamispaikka, paikka, motesplats",
    ),
    "status": _words(
        published="active, julkaistu, voimassa, publicerad",
        paused="inactive, temporarily closed, tauolla, paus",
        ended="defunct, paattynyt, deleted, avslutad",
    ),
    "price_kind": _words(
        free="maksuton, ilmainen, freeofcharge, avgiftsfri, gratis, ei",
        paid="maksullinen, chargeable, charged, avgiftsbelagd, avgift, kylla",
    ),
    "attendance": _words(
        on_site="paikan paalla, lahi, lasna, pa plats",
        remote="eta, verkossa, etana, pa distans",
        both="molemmat, hybridi, bada",
    ),
}
