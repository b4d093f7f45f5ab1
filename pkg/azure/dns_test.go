package azure

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestClassifyZone(t *testing.T) {
	for name, want := range map[string]ZoneKind{
		"privatelink.azurewebsites.net":             ZoneAppService,
		"PrivateLink.AzureWebsites.NET.":            ZoneAppService,
		"privatelink.azurewebsites.us":              ZoneAppService,
		"privatelink.chinacloudsites.cn":            ZoneAppService,
		"privatelink.appservice.microsoft.scloud":   ZoneAppService,
		"scm.privatelink.azurewebsites.net":         ZoneAppServiceSCM,
		"shop.privatelink.azurewebsites.net":        ZoneSingleApp,
		"shop.scm.privatelink.azurewebsites.us":     ZoneSingleApp,
		"azurewebsites.net":                         ZonePublicName,
		"shop.azurewebsites.net":                    ZonePublicName,
		"chinacloudsites.cn":                        ZonePublicName,
		"env.appserviceenvironment.net":             ZoneEnvironment,
		"privatelink.appserviceenvironment.net":     ZoneEnvironment,
		"env.appserviceenvironment.us":              ZoneEnvironment,
		"privatelink.web.core.windows.net":          ZoneOtherService,
		"privatelink.azurewebsites.windows.net":     ZoneOtherService,
		"privatelink.1.azurestaticapps.net":         ZoneOtherService,
		"contoso.com":                               ZoneUnrelated,
		"notazurewebsites.net":                      ZoneUnrelated,
		"privatelinkazurewebsites.net":              ZoneUnrelated,
		"":                                          ZoneUnrelated,
		".":                                         ZoneUnrelated,
		"privatelink.azurewebsites.net.contoso.com": ZoneOtherService,
	} {
		assert.Equal(t, want, ClassifyZone(name), name)
		assert.Equal(t, want == ZoneAppService, IsAppServiceZone(name), name)
	}
}

func TestZoneKindWords(t *testing.T) {
	words := map[string]bool{}
	for kind := ZoneUnrelated; kind <= ZoneOtherService; kind++ {
		words[kind.String()] = true
	}
	assert.Len(t, words, 7)
}

func TestEnvironmentZone(t *testing.T) {
	assert.Equal(t, "env.appserviceenvironment.net", EnvironmentZone("Env", PublicCloud))
	assert.Equal(t, "env.appserviceenvironment.us", EnvironmentZone("env", USGovernmentCloud))
	assert.Empty(t, EnvironmentZone("env", USSecretCloud))
	assert.Equal(t, ZoneEnvironment, ClassifyZone(EnvironmentZone("env", ChinaCloud)))
}

func TestSiteNameFromHost(t *testing.T) {
	type result struct {
		site string
		scm  bool
	}
	for host, want := range map[string]result{
		"shop.azurewebsites.net":                                         {"shop", false},
		"Shop.AzureWebsites.net.":                                        {"shop", false},
		"shop.scm.azurewebsites.net":                                     {"shop", true},
		"shop-staging.azurewebsites.net":                                 {"shop-staging", false},
		"scm.azurewebsites.net":                                          {"scm", false},
		"p.azurewebsites.us":                                             {"", false},
		"sni.shop.azurewebsites.net":                                     {"shop", false},
		"shop.privatelink.azurewebsites.net":                             {"shop", false},
		"shop.scm.privatelink.azurewebsites.net":                         {"shop", true},
		"shop.azurewebsites.us":                                          {"shop", false},
		"shop.scm.chinacloudsites.cn":                                    {"shop", true},
		"shop-a1b2c3d4e5f6a7b8.westeurope-01.azurewebsites.net":          {"shop", false},
		"my-shop-a1b2c3d4e5f6a7b8.scm.westeurope-01.azurewebsites.net":   {"my-shop", true},
		"shop-a1b2c3d4e5f6a7b8.westus2-01.privatelink.azurewebsites.net": {"shop", false},
		"shop.westeurope-01.azurewebsites.net":                           {"shop", false},
		"shop-a1b2c3d4e5f6a7b8.azurewebsites.net":                        {"shop-a1b2c3d4e5f6a7b8", false},
		"shop.env.p.azurewebsites.net":                                   {"shop", false},
		"shop.scm.env.p.azurewebsites.net":                               {"shop", true},
		"shop.env.appserviceenvironment.net":                             {"shop", false},
		"shop.scm.env.appserviceenvironment.net":                         {"shop", true},
		"env.appserviceenvironment.net":                                  {"", false},
		"azurewebsites.net":                                              {"", false},
		".azurewebsites.net":                                             {"", false},
		"..azurewebsites.net":                                            {"", false},
		"a.b.c.azurewebsites.net":                                        {"", false},
		"shop.other.azurewebsites.net":                                   {"", false},
		"-shop.azurewebsites.net":                                        {"", false},
		"*.azurewebsites.net":                                            {"", false},
		"privatelink.azurewebsites.net":                                  {"privatelink", false},
		"notazurewebsites.net":                                           {"", false},
		"www.contoso.com":                                                {"", false},
		"":                                                               {"", false},
		"https://shop.azurewebsites.net":                                 {"", false},
		"shop.azurewebsites.net.evil.com":                                {"", false},
		strings.Repeat("a.", 300) + "azurewebsites.net":                  {"", false},
		"shop-a1b2c3d4e5f6a7b8.scm.westeurope-01.privatelink.azurewebsites.net": {"shop", true},
	} {
		site, scm, ok := SiteNameFromHost(host)
		assert.Equal(t, want.site != "", ok, host)
		if ok {
			assert.Equal(t, want, result{site, scm}, host)
		}
	}
}

func TestResemblesAppServiceZone(t *testing.T) {
	for name, want := range map[string]bool{
		"privatelink.azurewebsites.windows.net": true,
		"PrivateLink.azurewebsite.net":          true,
		"privatelink.azurewebsites.net":         false,
		"scm.privatelink.azurewebsites.net":     false,
		"app.privatelink.azurewebsites.net":     false,
		"privatelink.azurewebsites.us":          false,
		"privatelink.blob.core.windows.net":     false,
		"azurewebsites.contoso.com":             false,
	} {
		assert.Equal(t, want, ResemblesAppServiceZone(name), name)
	}
}
