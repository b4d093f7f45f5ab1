package frontdoor

import (
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// PrivateLinkSKU reports private link origins that Front Door does not accept.
var PrivateLinkSKU = &lint.Check{
	Name:     "frontdoor-private-link-sku",
	Family:   "frontdoor",
	Severity: lint.Error,
	Effect:   lint.ApplyFails,
	Title:    "Front Door does not accept the private link origin",
	Why: "Private link origins need the Premium tier of Front Door, the check of the origin's certificate name, and for an app the target " +
		"type `sites`. Azure and the provider refuse anything else.",
	Fix: "Set `sku_name = \"Premium_AzureFrontDoor\"` at the profile, `certificate_name_check_enabled = true` (ARM: " +
		"`enforceCertificateNameCheck`) at the origin and `target_type = \"sites\"` (ARM: `groupId`) in its private link.",
	Links: []string{
		"https://learn.microsoft.com/azure/frontdoor/private-link",
		"https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/cdn_frontdoor_origin",
	},
	Since: "0.1",
	Run: func(p *lint.Pass) {
		reported := map[*network.FrontDoor]bool{}
		for _, o := range p.Origins {
			if o.External || !isPrivate(o) {
				continue
			}
			if profile, ok := o.FrontDoor.Get(); ok && isStandard(profile) && !reported[profile] {
				reported[profile] = true
				reportStandard(p, profile, o)
			}
			checkPrivateOrigin(p, o)
		}
	},
}

// isStandard reports whether a profile is certainly not of the Premium tier. The
// tier of a classic Front Door is none of these.
func isStandard(f *network.FrontDoor) bool {
	sku, ok := f.SKU.Get()
	return ok && !f.Classic && strings.EqualFold(sku, "Standard_AzureFrontDoor")
}

func reportStandard(p *lint.Pass, profile *network.FrontDoor, o *network.Origin) {
	subject, at := network.Subject(profile), profile.SKU.At()
	if profile.External {
		subject, at = o, o.PrivateLink.At()
	}
	p.Report(subject, fmt.Sprintf(
		"Front Door %q is of the tier %q, but its origin %q is to be reached by private link. Only the Premium tier can do that, and "+
			"Azure refuses the origin. Use \"Premium_AzureFrontDoor\", or leave the private link out.",
		profile.Label(), profile.SKU, o.Label()), lint.At(at), lint.Also(o, "the private link origin"))
}

func checkPrivateOrigin(p *lint.Pass, o *network.Origin) {
	if value.Is(o.CertificateNameCheck, false) {
		p.Report(o, fmt.Sprintf(
			"Origin %q is to be reached by private link, but the check of its certificate name is off. Front Door wants it on for such "+
				"origins and refuses this one. Set `certificate_name_check_enabled` (ARM: `enforceCertificateNameCheck`) to true.",
			o.Label()), lint.At(o.CertificateNameCheck.At()))
		return
	}
	target, known := o.PrivateLinkTarget.Get()
	if !o.PrivateLinkSite.IsPresent() || o.PrivateLinkTarget.IsUnknown() || known && isSiteTarget(target) {
		return
	}
	written := "has no target type"
	if known {
		written = fmt.Sprintf("has the target type %q", target)
	}
	p.Report(o, fmt.Sprintf(
		"The private link of origin %q leads to an app and %s. An app is of the type \"sites\", and Azure refuses the origin. Set "+
			"`target_type` (ARM: `groupId`) to \"sites\".",
		o.Label(), written), lint.At(o.PrivateLinkTarget.At()))
}

// isSiteTarget reports whether a target type is that of an app or of a slot.
func isSiteTarget(target string) bool {
	target = strings.ToLower(target)
	return target == "sites" || strings.HasPrefix(target, "sites-")
}
