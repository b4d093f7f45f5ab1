package vnetintegration

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// LogsToPrivateStorage reports apps whose logs go to a storage account that does not
// take them.
var LogsToPrivateStorage = &lint.Check{
	Name:     "app-logs-private-storage",
	Family:   "vnetintegration",
	Severity: lint.Warning,
	Effect:   lint.Silent,
	Title:    "App Service logs go to a storage account without public access",
	Why: "App Service itself writes web server and application logs to blob storage, past the virtual network of the app. A storage account " +
		"without public network access refuses them, and the logs are lost. Neither VNet integration nor a private endpoint helps.",
	Fix: "Use diagnostic settings of Azure Monitor, which write to such an account as a trusted service, or log to the file system.",
	Links: []string{
		"https://learn.microsoft.com/azure/app-service/overview-vnet-integration#limitations",
		"https://learn.microsoft.com/azure/app-service/troubleshoot-diagnostic-logs#send-logs-to-azure-monitor",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			for _, account := range closedLogStorage(p.Model, site) {
				options := []lint.Option{lint.Also(account, "the storage account")}
				if !isClosed(account) { // its rules may name the addresses of the app
					options = append(options, lint.As(lint.Note))
				}
				p.Report(site, fmt.Sprintf(
					"The logs of %s go to storage account %q, which %s. App Service writes them from outside the virtual network, so that they "+
						"are lost. Use diagnostic settings instead, or log to the file system.",
					site.Title(), account.Label(), closedness(account)), options...)
			}
		}
	},
}

// closedLogStorage returns the accounts, each once, that logs go to and that keep
// the public out.
func closedLogStorage(m *network.Model, site *network.Site) []*network.Guarded {
	var accounts []*network.Guarded
	for _, name := range site.LogStorage.Items {
		if g := accountOf(m, name); g != nil && (isClosed(g) || isFiltered(g)) {
			accounts = append(accounts, g)
		}
	}
	return network.Distinct(accounts, func(a, b *network.Guarded) bool { return a != b })
}
