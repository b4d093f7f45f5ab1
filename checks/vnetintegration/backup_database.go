package vnetintegration

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// BackupDatabase notes backups of databases that are to go through a virtual network.
var BackupDatabase = &lint.Check{
	Name:     "backup-db-over-vnet",
	Family:   "vnetintegration",
	Severity: lint.Note,
	Effect:   lint.Silent,
	Title:    "The backup of a database is to go through the virtual network",
	Why: "Custom backups of an app can go through its VNet integration to a storage account behind a firewall, but the part with databases cannot: " +
		"it is not supported over VNet integration.",
	Fix: "Back the database up by its own means, such as the automatic backups of Azure SQL Database, and leave it out of the app's backup.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration#backuprestore",
		"https://learn.microsoft.com/azure/app-service/manage-backup",
	},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			n, known := site.BackupDatabases.Get()
			if !known || n == 0 || site.External || !isIntegrated(site) || !value.Is(site.Routing.BackupRestore, true) {
				continue
			}
			p.Report(site, fmt.Sprintf(
				"Backups of %s go through its virtual network and include %s, which is not supported over VNet integration. Back databases up by their own "+
					"means.", site.Title(), lint.Plural(n, "database", "databases")), lint.At(site.BackupDatabases.At()))
		}
	},
}
