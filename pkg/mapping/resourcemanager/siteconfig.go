package resourcemanager

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// fillConfig maps the configuration of an app: siteConfig of the app itself, or
// the properties of its sites/config web, which are the same.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.web/sites/config-web
func fillConfig(x *index.Index, r *resource, c iac.Cursor, s *network.Site) {
	text := func(key string) value.Of[string] {
		return within(r, typeSite, "siteConfig."+key, c.Fold(key).Text())
	}
	set(&s.MinTLS, text("minTlsVersion"))
	set(&s.SCMMinTLS, text("scmMinTlsVersion"))
	set(&s.FTPS, text("ftpsState"))
	set(&s.LinuxFxVersion, text("linuxFxVersion"))
	set(&s.ContainerRegistry, registryOfImage(index.Prefer(text("linuxFxVersion"), text("windowsFxVersion"))))
	linkImage(x, s, c.Fold("linuxFxVersion"))
	linkImage(x, s, c.Fold("windowsFxVersion"))
	set(&s.RemoteDebugging, c.Fold("remoteDebuggingEnabled").Bool())
	set(&s.AlwaysOn, c.Fold("alwaysOn").Bool())
	set(&s.RuntimeScaleMonitoring, c.Fold("functionsRuntimeScaleMonitoringEnabled").Bool())
	set(&s.ElasticInstanceMinimum, c.Fold("minimumElasticInstanceCount").Int())
	set(&s.AppScaleLimit, c.Fold("functionAppScaleLimit").Int())
	set(&s.PrivatePorts, c.Fold("vnetPrivatePortsCount").Int())

	set(&s.ConfigPublicAccess, text("publicNetworkAccess"))
	fillAccess(x, r, c, s)
	fillConfigRouting(r, c, s)
	fillVNetName(x, c, s)
}

// fillVNetName notes that an app has a virtual network by name only: in the
// configuration of an app, vnetName marks a gateway-required integration, but
// exported templates have it for a regional one as well.
func fillVNetName(x *index.Index, c iac.Cursor, s *network.Site) {
	name := c.Fold("vnetName")
	if name.NonEmpty().IsAbsent() {
		return
	}
	x.AfterLinks(func() {
		if len(s.Integrations.Items) == 0 && len(s.GatewayVNets.Items) == 0 && s.GatewayVNets.Incomplete == "" {
			s.GatewayVNets.Incomplete = name.Pin()
		}
	})
}

// configMembers are members of a site's configuration. Where the name of a
// sites/config is not known, they tell it from the app settings.
var configMembers = []string{
	"ipSecurityRestrictions", "ipSecurityRestrictionsDefaultAction",
	"scmIpSecurityRestrictions", "scmIpSecurityRestrictionsDefaultAction", "scmIpSecurityRestrictionsUseMain",
	"publicNetworkAccess", "vnetRouteAllEnabled", "vnetName", "vnetPrivatePortsCount",
	"minTlsVersion", "scmMinTlsVersion", "ftpsState", "alwaysOn", "linuxFxVersion",
	"remoteDebuggingEnabled", "functionsRuntimeScaleMonitoringEnabled",
	"minimumElasticInstanceCount", "functionAppScaleLimit",
}

// siteConfig maps sites/config, whose meaning is in its name.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.web/sites/config-web
func siteConfig(x *index.Index, r *resource) {
	switch {
	case r.is("web"), !r.name.IsKnown() && looksLikeConfig(r.properties):
		onSite(x, r, 1, func(r *resource, s *network.Site) { fillConfig(x, r, r.properties, s) })
	case r.is("appsettings"):
		onSite(x, r, 1, func(r *resource, s *network.Site) {
			fillSettings(x, s, r.properties, settingsMap)
		})
	case r.is("logs"):
		logs(x, r)
	case r.is("backup"):
		onSite(x, r, 1, func(r *resource, s *network.Site) { set(&s.BackupDatabases, count(r.prop("databases"))) })
	case r.is("authsettingsV2"):
		onSite(x, r, 1, func(r *resource, s *network.Site) { fillSignIn(r, s) })
	case r.is("virtualNetwork"): // an older spelling of sites/networkConfig
		networkConfig(x, r)
	}
}

// fillSignIn maps sites/config authsettingsV2.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.web/sites/config-authsettingsv2
func fillSignIn(r *resource, s *network.Site) {
	set(&s.SignIn.Enabled, r.prop("platform", "enabled").Bool())
	set(&s.SignIn.Otherwise, r.prop("globalValidation", "unauthenticatedClientAction").NonEmpty())
	set(&s.SignIn.ForwardProxy, r.prop("httpSettings", "forwardProxy", "convention").NonEmpty())
}

// count counts the elements of a list.
func count(c iac.Cursor) value.Of[int] {
	elements, more := c.List()
	switch {
	case c.IsNull():
		return value.None[int]()
	case more != "":
		return value.Undecided[int](more, c.At())
	}
	return value.Some(len(elements), c.At())
}

func looksLikeConfig(properties iac.Cursor) bool {
	for _, key := range properties.Keys() {
		for _, member := range configMembers {
			if strings.EqualFold(key, member) {
				return true
			}
		}
	}
	return false
}
