// One function a pretend system: it mounts that system's addresses on the simulator's server.
#pragma once
#include "feeds/simulate/world.h"

namespace feeds::simulate {

void mount_attendance(HttpServer&, const World&);    // /absensi, /simpeg
void mount_bmkg(HttpServer&, const World&);          // /bmkg: quakes, forecast
void mount_bps(HttpServer&, const World&);           // /bps/v1
void mount_ckan(HttpServer&, const World&);          // /satudata/api/3
void mount_complaints(HttpServer&, const World&);    // /pengaduan, /wbs
void mount_counters(HttpServer&, const World&);      // /layanan
void mount_csv_exports(HttpServer&, const World&);   // /ekspor
void mount_disaster(HttpServer&, const World&);      // /telemetri, /pusdalops
void mount_education(HttpServer&, const World&);     // /dapodik
void mount_finance(HttpServer&, const World&);       // /keuangan
void mount_health(HttpServer&, const World&);        // /puskesmas, /simrs
void mount_inaproc(HttpServer&, const World&);       // /inaproc/api/v1
void mount_jdihn(HttpServer&, const World&);         // /jdih
void mount_letters(HttpServer&, const World&);       // /naskah
void mount_librenms(HttpServer&, const World&);      // /librenms/api/v0
void mount_mikrotik(HttpServer&, const World&);      // /mikrotik/rest
void mount_network(HttpServer&, const World&);       // /netbox, /petajaringan, /router, /hotspot
void mount_performance(HttpServer&, const World&);   // /emonev, /esakip, /tlhp
void mount_permits(HttpServer&, const World&);       // /perizinan
void mount_procurement(HttpServer&, const World&);   // /lpse
void mount_prometheus(HttpServer&, const World&);    // /pantau/metrics, /pantau/riwayat.csv, /pantau/api
void mount_queue(HttpServer&, const World&);         // /antrean, /skm
void mount_residents(HttpServer&, const World&);     // /siak
void mount_roads(HttpServer&, const World&);         // /sijalan
void mount_service_desk(HttpServer&, const World&);  // /sitik, /gerbang
void mount_sites(HttpServer&, const World&);         // /pantau/api/situs, /pantau/situs
void mount_spreadsheets(HttpServer&, const World&);  // /djpk, /sipd
void mount_spse(HttpServer&, const World&);          // /spse
void mount_warnings(HttpServer&, const World&);      // /bmkg/alerts
void mount_zabbix(HttpServer&, const World&);        // /zabbix/api_jsonrpc.php

}  // namespace feeds::simulate
