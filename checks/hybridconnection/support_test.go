package hybridconnection_test

import (
	"testing"

	"github.com/appnetlint/appnetlint/checks/hybridconnection"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

func size(sku string) func(*scene) { return func(s *scene) { s.plan.SKU = some(sku) } }

func TestSKUUnsupported(t *testing.T) {
	cases{
		"Standard":         {nil, nil},
		"Elastic Premium":  {size("EP1"), nil},
		"Free":             {size("F1"), []string{"error plan"}},
		"Consumption":      {size("Y1"), []string{"error plan"}},
		"Flex Consumption": {size("FC1"), []string{"warning plan"}},
		"nobody knows":     {size("WS1"), nil},
		"unknown":          {func(s *scene) { s.plan.SKU = unknown[string]() }, nil},
		"another plan":     {func(s *scene) { size("F1")(s); s.site.Plan = to(&network.Plan{}) }, nil},
		"unused":           {func(s *scene) { size("F1")(s); s.HybridConnections = nil }, nil},
	}.run(t, hybridconnection.SKUUnsupported)
}

func TestWindowsContainer(t *testing.T) {
	found := []string{"error app0"}
	cases{
		"code":     {nil, nil},
		"the app":  {func(s *scene) { s.site.WindowsContainer = some(true) }, found},
		"the plan": {func(s *scene) { s.plan.WindowsContainers = some(true) }, found},
		"unknown":  {func(s *scene) { s.plan.WindowsContainers = unknown[bool]() }, nil},
		"unused":   {func(s *scene) { s.plan.WindowsContainers = some(true); s.HybridConnections = nil }, nil},
		"unknown app": {func(s *scene) {
			s.plan.WindowsContainers = some(true)
			s.use.Site = network.Open[network.Site]("", nowhere)
		}, nil},
	}.run(t, hybridconnection.WindowsContainer)
}

func TestLinuxFunction(t *testing.T) {
	linux := func(s *scene) { s.site.Kind, s.site.OS = network.FunctionApp, some(network.Linux) }
	found := []string{"warning app0"}
	cases{
		"Linux":           {linux, found},
		"a web app":       {func(s *scene) { linux(s); s.site.Kind = network.WebApp }, nil},
		"Windows":         {func(s *scene) { linux(s); s.site.OS = some(network.Windows) }, nil},
		"unknown":         {func(s *scene) { linux(s); s.site.OS = unknown[network.OS]() }, nil},
		"by the plan":     {func(s *scene) { linux(s); s.site.OS = value.None[network.OS](); s.plan.OS = some(network.Linux) }, found},
		"unused":          {func(s *scene) { linux(s); s.HybridConnections = nil }, nil},
		"Consumption":     {func(s *scene) { linux(s); size("Y1")(s) }, nil},
		"Flex":            {func(s *scene) { linux(s); size("FC1")(s) }, nil},
		"unknown size":    {func(s *scene) { linux(s); s.plan.SKU = unknown[string]() }, nil},
		"plan elsewhere":  {func(s *scene) { linux(s); s.site.Plan = network.Outside[network.Plan]("/p", nowhere) }, found},
		"plan is unknown": {func(s *scene) { linux(s); s.site.Plan = network.Open[network.Plan]("", nowhere) }, nil},
	}.run(t, hybridconnection.LinuxFunction)
}

func TestClientAuthorization(t *testing.T) {
	off := func(s *scene) { s.relay.RequiresClientAuthorization = some(false) }
	cases{
		"not sent": {nil, nil},
		"on":       {func(s *scene) { s.relay.RequiresClientAuthorization = some(true) }, nil},
		"off":      {off, []string{"error relay0"}},
		"unknown":  {func(s *scene) { s.relay.RequiresClientAuthorization = unknown[bool]() }, nil},
		"unused":   {func(s *scene) { off(s); s.HybridConnections = nil }, nil},
	}.run(t, hybridconnection.ClientAuthorization)
}

func TestRootKey(t *testing.T) {
	cases{
		"not sent": {nil, nil},
		"root":     {func(s *scene) { s.use.SendKey = value.Default("RootManageSharedAccessKey", nowhere) }, []string{"note app0"}},
		"several": {func(s *scene) {
			s.use.SendKey = some("RootManageSharedAccessKey")
			s.world.use(s.site, to(s.world.relay())).SendKey = s.use.SendKey
		}, []string{"note app0"}},
		"own":     {func(s *scene) { s.use.SendKey = some("send") }, nil},
		"unknown": {func(s *scene) { s.use.SendKey = unknown[string]() }, nil},
	}.run(t, hybridconnection.RootKey)
}

// in puts the relay into a namespace.
func (s *scene) in(location value.Of[string], public value.Of[string]) {
	n := &network.RelayNamespace{Element: element("namespace"), PublicAccess: public}
	n.Location, s.site.Location = location, some("westeurope")
	s.relay.Namespace = to(n)
}

func TestRegion(t *testing.T) {
	none := value.None[string]()
	cases{
		"no namespace": {nil, nil},
		"the same":     {func(s *scene) { s.in(some("westeurope"), none) }, nil},
		"another":      {func(s *scene) { s.in(some("eastus"), none) }, []string{"note use0"}},
		"unknown":      {func(s *scene) { s.in(unknown[string](), none) }, nil},
		"not written":  {func(s *scene) { s.in(none, none) }, nil},
	}.run(t, hybridconnection.Region)
}

func TestRelayClosed(t *testing.T) {
	here := some("westeurope")
	cases{
		"no namespace": {nil, nil},
		"not written":  {func(s *scene) { s.in(here, value.None[string]()) }, nil},
		"open":         {func(s *scene) { s.in(here, some("Enabled")) }, nil},
		"closed":       {func(s *scene) { s.in(here, some("disabled")) }, []string{"note use0"}},
		"unknown":      {func(s *scene) { s.in(here, unknown[string]()) }, nil},
	}.run(t, hybridconnection.RelayClosed)
}
