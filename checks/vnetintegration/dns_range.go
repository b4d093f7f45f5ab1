package vnetintegration

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// DNSRange reports numbers of an app's name resolution that App Service does not
// take.
var DNSRange = &lint.Check{
	Name:     "dns-setting-out-of-range",
	Family:   "vnetintegration",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "A number of the name resolution is out of range",
	Why: "How often an app asks DNS again, how long it waits and how long it keeps answers can be set by the property `dnsConfiguration` and by " +
		"app settings: 1 to 5 attempts, 1 to 30 seconds for each, and answers kept for 0 to 60 seconds. Azure refuses other numbers in the " +
		"property; in an app setting they have no effect. Windows containers do not support any of it.",
	Fix:      "Use a number in the range, or remove the setting.",
	Links:    []string{linkNameResolution},
	Since:    "0.1",
	EachSite: true,
	Run: func(p *lint.Pass) {
		for _, site := range p.Sites {
			for _, k := range dnsKnobs {
				checkKnob(p, site, k)
			}
		}
	},
}

// dnsKnob is a number of an app's name resolution, in its two places.
type dnsKnob struct {
	property, setting, unit string
	limits                  azure.Range
	of                      func(*network.Site) value.Of[int]
}

var dnsKnobs = []dnsKnob{
	{"dnsRetryAttemptCount", "WEBSITE_DNS_ATTEMPTS", "attempts", azure.DNSRetryAttempts,
		func(s *network.Site) value.Of[int] { return s.DNSRetryAttempts }},
	{"dnsRetryAttemptTimeout", "WEBSITE_DNS_TIMEOUT", "seconds", azure.DNSRetryTimeout,
		func(s *network.Site) value.Of[int] { return s.DNSRetryTimeout }},
	{"dnsMaxCacheTimeout", "WEBSITE_DNS_MAX_CACHE_TIMEOUT", "seconds", azure.DNSMaxCacheTimeout,
		func(s *network.Site) value.Of[int] { return s.DNSCacheTimeout }},
}

func checkKnob(p *lint.Pass, site *network.Site, k dnsKnob) {
	setting := settingOf(site, k.setting)
	property := k.of(site)
	if n, known := property.Get(); known && !k.limits.Contains(n) {
		p.Report(site, fmt.Sprintf("`%s` of %s is %s, and Azure takes %d to %d %s. It refuses the deployment. Use a number in that range.",
			k.property, site.Title(), property, k.limits.Min, k.limits.Max, k.unit), lint.At(property.At()))
	}
	if text, known := setting.Get(); known && strings.TrimSpace(text) != "" {
		if n, err := strconv.Atoi(strings.TrimSpace(text)); err != nil || !k.limits.Contains(n) {
			p.Report(site, fmt.Sprintf("App setting %q of %s is not a number of %s from %d to %d, so that it has no effect. Use one in that range.",
				k.setting, site.Title(), k.unit, k.limits.Min, k.limits.Max), lint.At(setting.At()), lint.As(lint.Warning))
		}
	}
	if value.Is(site.WindowsContainer, true) && (property.IsKnown() || setting.IsKnown()) {
		name, at := k.setting, setting.At()
		if property.IsKnown() {
			name, at = k.property, property.At()
		}
		reportUnsupported(p, site, name, at)
	}
}

func reportUnsupported(p *lint.Pass, site *network.Site, name string, at source.Range) {
	p.Report(site, fmt.Sprintf("%q of %s has no effect: the name resolution of Windows containers cannot be tuned. Remove it.",
		name, site.Title()), lint.At(at), lint.As(lint.Note))
}
