package vnetintegration_test

import (
	"testing"

	"github.com/appnetlint/appnetlint/checks/vnetintegration"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// guard gives the subnet of the app a security group with one rule.
func (w *world) guard(direction network.Direction, allow bool, to, port string) *network.SecurityRule {
	g := &network.SecurityGroup{Element: element("nsg")}
	g.Rules.Items = []network.SecurityRule{{
		Element: element("rule"), Priority: some(200), Direction: some(direction), Allow: some(allow), Protocol: some("*"),
		Sources: some([]string{"*"}), SourcePorts: some([]string{"*"}), Destinations: some([]string{to}), Ports: some([]string{port}),
	}}
	w.SecurityGroups = []*network.SecurityGroup{g}
	w.a.SecurityGroup = network.To(g, "", nowhere)
	return &g.Rules.Items[0]
}

// stores makes the app keep its state in an account of this configuration.
func (w *world) stores() *network.Guarded {
	g := &network.Guarded{Element: element("account"), Kind: "microsoft.storage/storageaccounts"}
	g.Name, g.ID = some("stshop"), "/subscriptions/s/resourcegroups/rg/providers/microsoft.storage/storageaccounts/stshop"
	w.Guarded = []*network.Guarded{g}
	w.app.Kind, w.app.StorageAccount = network.FunctionApp, some("stshop")
	return g
}

func (w *world) storesBehindEndpoint() {
	e := &network.PrivateEndpoint{Element: element("pe"), Target: some(w.stores().ID), TargetType: some("microsoft.storage/storageaccounts")}
	w.PrivateEndpoints = []*network.PrivateEndpoint{e}
}

func TestInboundRules(t *testing.T) {
	https := func(w *world) *network.SecurityRule { return w.guard(network.Inbound, true, "*", "443") }
	vary(t, vnetintegration.InboundRules, map[string]variation{
		"no group":       {func(*world) {}, nil},
		"web traffic":    {func(w *world) { https(w) }, []string{"note rule"}},
		"denied":         {func(w *world) { https(w).Allow = some(false) }, []string{"note rule"}},
		"everything":     {func(w *world) { https(w).Ports = some([]string{"*"}) }, nil},
		"another port":   {func(w *world) { https(w).Ports = some([]string{"22"}) }, nil},
		"outbound":       {func(w *world) { https(w).Direction = some(network.Outbound) }, nil},
		"who knows":      {func(w *world) { https(w).Ports = unknown[[]string]() }, nil},
		"nobody joins":   {func(w *world) { https(w); w.app.Integrations.Items = nil }, nil},
		"private ports":  {func(w *world) { https(w); w.app.PrivatePorts = some(2) }, nil},
		"perhaps some":   {func(w *world) { https(w); w.app.PrivatePorts = unknown[int]() }, nil},
		"others as well": {func(w *world) { https(w); w.b.SecurityGroup = w.a.SecurityGroup }, nil},
		"others perhaps": {func(w *world) { https(w); w.b.SecurityGroup = network.Open[network.SecurityGroup]("var.x", nowhere) }, nil},
		"only read":      {func(w *world) { https(w); w.SecurityGroups[0].External = true }, nil},
		"not all seen":   {func(w *world) { https(w); w.Incomplete = []string{"module.m"} }, nil},
		"an occupant": {func(w *world) {
			https(w)
			w.Occupants = []*network.Occupant{{Element: element("nic"), Subnet: to(w.a)}}
		}, nil},
	})
}

func TestSMTPPort(t *testing.T) {
	mail := func(w *world) *network.SecurityRule { return w.guard(network.Outbound, true, "Internet", "25") }
	vary(t, vnetintegration.SMTPPort, map[string]variation{
		"allowed":          {func(w *world) { mail(w) }, []string{"note rule"}},
		"denied":           {func(w *world) { mail(w).Allow = some(false) }, nil},
		"inbound":          {func(w *world) { mail(w).Direction = some(network.Inbound) }, nil},
		"among others":     {func(w *world) { mail(w).Ports = some([]string{"443", "25"}) }, []string{"note rule"}},
		"every port":       {func(w *world) { mail(w).Ports = some([]string{"*"}) }, nil},
		"to a relay":       {func(w *world) { mail(w).Destinations = some([]string{"10.9.0.4"}) }, nil},
		"who knows":        {func(w *world) { mail(w).Destinations = unknown[[]string]() }, nil},
		"nobody joins":     {func(w *world) { mail(w); w.app.Integrations.Items = nil }, nil},
		"group not known":  {func(w *world) { mail(w); w.a.SecurityGroup = network.Open[network.SecurityGroup]("var.x", nowhere) }, nil},
		"two subnets, one": {func(w *world) { mail(w); w.b.SecurityGroup = w.a.SecurityGroup }, []string{"note rule"}},
	})
}

func TestDenyDependencies(t *testing.T) {
	denied := func(w *world) *network.SecurityRule {
		w.stores()
		w.app.Routing.All = some(true)
		return w.guard(network.Outbound, false, "*", "*")
	}
	vary(t, vnetintegration.DenyDependencies, map[string]variation{
		"denied":         {func(w *world) { denied(w) }, []string{"note app"}},
		"the internet":   {func(w *world) { denied(w).Destinations = some([]string{"Internet"}) }, []string{"note app"}},
		"storage itself": {func(w *world) { denied(w).Destinations = some([]string{"Storage"}) }, []string{"note app"}},
		"something else": {func(w *world) { denied(w).Destinations = some([]string{"Sql"}) }, nil},
		"another port":   {func(w *world) { denied(w).Ports = some([]string{"25"}) }, nil},
		"not routed":     {func(w *world) { denied(w); w.app.Routing.All = some(false) }, nil},
		"who knows":      {func(w *world) { denied(w); w.app.Routing.All = unknown[bool]() }, nil},
		"by an endpoint": {func(w *world) {
			denied(w)
			w.app.Routing.All = some(false)
			w.a.ServiceEndpoints = some([]string{"Microsoft.Storage"})
		}, []string{"note app"}},
		"Flex":              {func(w *world) { denied(w); w.app.Routing.All, w.app.Flex = some(false), true }, []string{"note app"}},
		"private endpoint":  {func(w *world) { denied(w); w.storesBehindEndpoint() }, nil},
		"account elsewhere": {func(w *world) { denied(w); w.Guarded = nil }, nil},
		"no account":        {func(w *world) { denied(w); w.app.StorageAccount = value.None[string]() }, nil},
		"rule not known":    {func(w *world) { denied(w).Destinations = unknown[[]string]() }, nil},
		"not all seen":      {func(w *world) { denied(w); w.Incomplete = []string{"module.m"} }, nil},
	})
}

func TestNATStorage(t *testing.T) {
	behind := func(w *world) {
		w.stores()
		w.app.PublicAccess, w.app.Routing.All = some(network.PublicEnabled), some(true)
		w.a.NATGateway = to(&network.NATGateway{Element: element("ng")})
	}
	vary(t, vnetintegration.NATStorage, map[string]variation{
		"no gateway":       {func(w *world) { behind(w); w.a.NATGateway = network.Edge[network.NATGateway]{} }, nil},
		"behind one":       {behind, []string{"note app"}},
		"not routed":       {func(w *world) { behind(w); w.app.Routing.All = some(false) }, nil},
		"who knows":        {func(w *world) { behind(w); w.app.Routing.All = unknown[bool]() }, nil},
		"service endpoint": {func(w *world) { behind(w); w.a.ServiceEndpoints = some([]string{"Microsoft.Storage"}) }, nil},
		"perhaps one":      {func(w *world) { behind(w); w.a.ServiceEndpoints = unknown[[]string]() }, nil},
		"private endpoint": {func(w *world) { behind(w); w.storesBehindEndpoint() }, nil},
		"not used":         {func(w *world) { behind(w); w.app.StorageAccount = value.None[string]() }, nil},
		"another region, which is told elsewhere": {func(w *world) {
			behind(w)
			w.vnet.Location, w.Guarded[0].Location = some("westeurope"), some("northeurope")
		}, nil},
		"not all seen": {func(w *world) { behind(w); w.Incomplete = []string{"module.m"} }, nil},
	})
}

func TestBackupDatabase(t *testing.T) {
	backup := func(w *world) { w.app.BackupDatabases, w.app.Routing.BackupRestore = some(1), some(true) }
	vary(t, vnetintegration.BackupDatabase, map[string]variation{
		"through the network": {backup, []string{"note app"}},
		"no database":         {func(w *world) { backup(w); w.app.BackupDatabases = some(0) }, nil},
		"no backup":           {func(w *world) { backup(w); w.app.BackupDatabases = value.None[int]() }, nil},
		"not routed":          {func(w *world) { backup(w); w.app.Routing.BackupRestore = some(false) }, nil},
		"who knows":           {func(w *world) { backup(w); w.app.Routing.BackupRestore = unknown[bool]() }, nil},
		"no network":          {func(w *world) { backup(w); w.app.Integrations.Items = nil }, nil},
	})
}
