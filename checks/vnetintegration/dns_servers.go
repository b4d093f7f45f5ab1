package vnetintegration

import (
	"fmt"
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

const (
	dnsSetting    = "WEBSITE_DNS_SERVER"
	dnsAltSetting = "WEBSITE_DNS_ALT_SERVER"

	linkNameResolution = "https://learn.microsoft.com/azure/app-service/overview-name-resolution"
)

// DNSServersTooMany reports apps with more DNS servers than an app can have.
var DNSServersTooMany = &lint.Check{
	Name:     "dns-servers-too-many",
	Family:   "vnetintegration",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "An app has more than five DNS servers",
	Why: "An app can have up to five DNS servers of its own, in `dnsConfiguration.dnsServers` or in the app setting `WEBSITE_DNS_SERVER`. " +
		"Azure refuses a longer list.",
	Fix:      "Name five servers at most, or set the servers at the virtual network, whose list apps take where they have none of their own.",
	Links:    []string{linkNameResolution},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		limit := azure.MaxDNSServers.Value
		for _, site := range p.Sites {
			if servers := site.DNSServers.Or(nil); len(servers) > limit {
				p.Report(site, fmt.Sprintf(
					"The %s has %d DNS servers in `dnsServers`, and Azure takes %d at most. It refuses the deployment. Remove some of them, or set "+
						"the servers at the virtual network.",
					site.Title(), len(servers), limit), lint.At(site.DNSServers.At()))
			}
			setting := settingOf(site, dnsSetting)
			if n := len(entriesOf(setting.Or(""))); n > limit {
				p.Report(site, fmt.Sprintf(
					"App setting %q of %s names %d DNS servers, and an app can have %d at most. Remove some of them, or set the servers at the "+
						"virtual network.",
					dnsSetting, site.Title(), n, limit), lint.At(setting.At()))
			}
		}
	},
}

// DNSSettingFormat reports app settings for DNS servers that App Service does not
// understand, or that do not count.
var DNSSettingFormat = &lint.Check{
	Name:     "dns-app-setting-format",
	Family:   "vnetintegration",
	Severity: lint.Warning,
	Effect:   lint.Outage,
	Title:    "An app setting with DNS servers is not written as App Service reads it",
	Why: "`WEBSITE_DNS_SERVER` takes addresses with commas between them and no blanks, and `WEBSITE_DNS_ALT_SERVER` takes a single address. " +
		"From anything else the app gets wrong servers, and cannot resolve names. The property `dnsConfiguration.dnsServers` comes before " +
		"the app setting.",
	Fix:      "Write `10.0.0.4,10.0.0.5`. Do not write servers both in the property and in the app setting.",
	Links:    []string{linkNameResolution},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			checkDNSFormat(p, site, dnsSetting)
			checkDNSFormat(p, site, dnsAltSetting)
			checkDNSPlaces(p, site)
		}
	},
}

func checkDNSFormat(p *lint.Pass, site *network.Site, name string) {
	setting := settingOf(site, name)
	if wrong := wrongDNSFormat(name, setting.Or("")); wrong != "" {
		p.Report(site, fmt.Sprintf("App setting %q of %s %s. Otherwise the app does not get the servers, and names do not resolve.",
			name, site.Title(), wrong), lint.At(setting.At()))
	}
}

// wrongDNSFormat says what is wrong with the value of a setting, and the way out;
// "" if nothing is. It never tells the value.
func wrongDNSFormat(name, text string) string {
	switch n := len(entriesOf(text)); {
	case strings.TrimSpace(text) == "":
		return ""
	case strings.ContainsAny(text, " \t\r\n"):
		return "has a blank in it. Write addresses with commas and no blanks between them"
	case strings.ContainsAny(text, ";|"):
		return "separates addresses by something else than a comma. Write commas, and no blanks"
	case name == dnsAltSetting && n > azure.MaxDNSAltServers.Value:
		return fmt.Sprintf("has %d entries, and takes one. Put the other servers into %q", n, dnsSetting)
	}
	return ""
}

// checkDNSPlaces compares the servers of the property with those of the app
// setting.
func checkDNSPlaces(p *lint.Pass, site *network.Site) {
	setting := settingOf(site, dnsSetting)
	text, written := setting.Get()
	servers, known := site.DNSServers.Get()
	if !written || !known || len(servers) == 0 || text == "" || slices.Equal(servers, entriesOf(text)) {
		return
	}
	p.Report(site, fmt.Sprintf(
		"The DNS servers of %s are written in `dnsServers` and, differently, in app setting %q. Only the property counts. Remove the app setting.",
		site.Title(), dnsSetting), lint.At(setting.At()), lint.AlsoAt(site.DNSServers.At(), "the property that counts"))
}
