package environment_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/checks/environment"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

func TestNetworkingPartial(t *testing.T) {
	w := newWorld()
	assert.Empty(t, w.run(environment.NetworkingPartial))
	w.env.Resets = []network.SettingsReset{{Element: element("configuration"), Settings: []string{"allowNewPrivateEndpointConnections", "ftpEnabled"}}}
	findings := lint.Run(lint.Subject{Model: &w.Model}, []*lint.Check{environment.NetworkingPartial}).Findings
	assert.Len(t, findings, 1)
	assert.Equal(t, "configuration", findings[0].Address)
	assert.Contains(t, findings[0].Message, "`allowNewPrivateEndpointConnections` and `ftpEnabled`")
}

func TestILBFTPDNS(t *testing.T) {
	zone := func(name string) *network.Zone {
		z := &network.Zone{Element: element(name)}
		z.Name = some(name)
		return z
	}
	unnamed := &network.Zone{}
	unnamed.Name = unknown[string]()
	apps, ftp := zone("ase-ledger.appserviceenvironment.net"), zone("FTP.appserviceenvironment.net")
	for name, c := range map[string]struct {
		edit func(*world)
		want []string
	}{
		"no zone for FTP":          {func(w *world) { w.Zones = []*network.Zone{apps} }, []string{"note ase"}},
		"a zone for FTP":           {func(w *world) { w.Zones = []*network.Zone{apps, ftp} }, nil},
		"names are kept elsewhere": {func(*world) {}, nil},
		"a zone that is unknown":   {func(w *world) { w.Zones = []*network.Zone{apps, unnamed} }, nil},
		"one for all":              {func(w *world) { w.Zones = []*network.Zone{apps, zone("appserviceenvironment.net")} }, nil},
		"FTP off":                  {func(w *world) { w.Zones, w.env.FTP = []*network.Zone{apps}, some(false) }, nil},
		"who knows":                {func(w *world) { w.Zones, w.env.FTP = []*network.Zone{apps}, unknown[bool]() }, nil},
		"external":                 {func(w *world) { w.Zones, w.env.Internal = []*network.Zone{apps}, some(false) }, nil},
		"not all seen":             {func(w *world) { w.Zones, w.Incomplete = []*network.Zone{apps}, []string{"module.m"} }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			w.env.Name, w.env.Internal, w.env.FTP = some("ase-ledger"), some(true), some(true)
			c.edit(w)
			assert.Equal(t, c.want, w.run(environment.ILBFTPDNS))
		})
	}
}
