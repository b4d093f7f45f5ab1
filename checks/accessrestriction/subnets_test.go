package accessrestriction_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/checks/accessrestriction"
	"github.com/appnetlint/appnetlint/pkg/network"
)

func outside(id string) network.Edge[network.Subnet] {
	return network.Outside[network.Subnet](id, nowhere)
}

func TestSubnetWithPrivateEndpoint(t *testing.T) {
	check := accessrestriction.SubnetWithPrivateEndpoint
	w := newWorld()
	w.main(isDeny, fromSubnet(to(w.a)), fromSubnet(to(w.b)))
	assert.Empty(t, w.run(check))

	w = newWorld()
	w.PrivateEndpoints = []*network.PrivateEndpoint{{Element: element("endpoint"), Site: to(w.app)}}
	w.main(isDeny, fromSubnet(to(w.a)), fromSubnet(to(w.b)))
	w.scm(isDeny, fromSubnet(to(w.a)))
	assert.Equal(t, []string{"error app"}, w.run(check), "one mistake of the app")
	w.main(isDeny, anyVNets)
	w.scm(isDeny)
	w.app.PrivateEndpoints.Items = nil
	assert.Equal(t, []string{"error app"}, w.run(check))
	w.main(isDeny, office)
	assert.Empty(t, w.run(check))
	w.main(isDeny, fromSubnet(network.Open[network.Subnet]("var.subnet", nowhere)))
	assert.Empty(t, w.run(check), "it may be no subnet rule")
	w.main(isDeny, fromSubnet(outside("/subscriptions/s/subnets/x")))
	assert.Equal(t, []string{"error app"}, w.run(check))
	w.app.PublicAccess = some(network.PublicDisabled)
	assert.Empty(t, w.run(check), "the rule has no part in it then")
}

func TestSubnetOnEnvironment(t *testing.T) {
	check := accessrestriction.SubnetOnEnvironment
	w := newWorld()
	w.main(isDeny, fromSubnet(to(w.a)))
	assert.Empty(t, w.run(check))
	w.plan.Environment = network.Open[network.Environment]("var.ase", nowhere)
	assert.Empty(t, w.run(check))
	for _, e := range []network.Edge[network.Environment]{
		to(&network.Environment{Element: element("ase")}), network.Outside[network.Environment]("/ase", nowhere),
	} {
		w.plan.Environment = e
		assert.Equal(t, []string{"error app"}, w.run(check))
	}
	w.main(isDeny, branches)
	assert.Empty(t, w.run(check))
}

func TestRemoteDebugConflict(t *testing.T) {
	check := accessrestriction.RemoteDebugConflict
	w := newWorld()
	w.main(isDeny, fromSubnet(to(w.a)))
	assert.Empty(t, w.run(check))
	w.app.RemoteDebugging = some(false)
	assert.Empty(t, w.run(check))
	w.app.RemoteDebugging = some(true)
	assert.Equal(t, []string{"warning app"}, w.run(check))
	w.main(isDeny, office)
	assert.Empty(t, w.run(check))
	w.main(isDeny, fromSubnet(to(w.a)))
	w.app.RemoteDebugging = unknown[bool]()
	assert.Empty(t, w.run(check))
	assert.Len(t, w.result(check).Undecided, 1)
}

func TestForeignSubscription(t *testing.T) {
	check := accessrestriction.ForeignSubscription
	w := newWorld()
	w.app.ID, w.a.ID = "/subscriptions/one/resourcegroups/rg/sites/app", "/subscriptions/two/resourcegroups/rg/subnets/a"
	w.main(isDeny, fromSubnet(to(w.a)))
	assert.Equal(t, []string{"note app"}, w.run(check))
	w.a.ID = "/subscriptions/one/resourcegroups/other/subnets/a"
	assert.Empty(t, w.run(check))
	w.a.ID = "/subscriptions/?/resourcegroups/rg/subnets/a"
	assert.Empty(t, w.run(check))
	w.main(isDeny, fromSubnet(outside("/subscriptions/two/resourcegroups/rg/subnets/x")))
	assert.Equal(t, []string{"note app"}, w.run(check))
	w.app.ID = ""
	assert.Empty(t, w.run(check))
}
