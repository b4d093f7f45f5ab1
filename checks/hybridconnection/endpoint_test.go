package hybridconnection_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/checks/hybridconnection"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

func unknown[T any]() value.Of[T] { return value.Undecided[T]("var.x", nowhere) }

func metadata(endpoint string) value.Of[string] {
	return some(`[{"key":"endpoint","value":"` + endpoint + `"}]`)
}

// cases run a check on a world with an app that uses a relay, rightly.
type cases map[string]struct {
	change func(*scene)
	want   []string
}

type scene struct {
	*world
	site  *network.Site
	relay *network.RelayConnection
	use   *network.HybridConnection
}

func newScene() *scene {
	w := newWorld("S1")
	s := &scene{world: w, site: w.app(), relay: w.relay()}
	s.relay.UserMetadata = metadata("sql.contoso.com:1433")
	s.use = w.use(s.site, to(s.relay))
	s.use.Host, s.use.Port = some("sql.contoso.com"), some(1433)
	return s
}

func (cs cases) run(t *testing.T, c *lint.Check) {
	t.Helper()
	for name, tt := range cs {
		t.Run(name, func(t *testing.T) {
			s := newScene()
			if tt.change != nil {
				tt.change(s)
			}
			assert.Equal(t, tt.want, s.run(c))
		})
	}
}

func TestEndpointMismatch(t *testing.T) {
	found := []string{"error use0"}
	cases{
		"the same":            {nil, nil},
		"another host":        {func(s *scene) { s.use.Host = some("sql01.contoso.com") }, found},
		"another port":        {func(s *scene) { s.use.Port = some(1521) }, found},
		"spelled otherwise":   {func(s *scene) { s.use.Host = some("SQL.contoso.com.") }, nil},
		"unknown host":        {func(s *scene) { s.use.Host = unknown[string]() }, nil},
		"unknown port":        {func(s *scene) { s.use.Port = unknown[int]() }, nil},
		"nothing known":       {func(s *scene) { s.use.Host, s.use.Port = unknown[string](), unknown[int]() }, nil},
		"unknown metadata":    {func(s *scene) { s.relay.UserMetadata = unknown[string]() }, nil},
		"no metadata":         {func(s *scene) { s.relay.UserMetadata = value.None[string]() }, nil},
		"a port that is none": {func(s *scene) { s.use.Port = some(0) }, nil},
		"either of two relays": {func(s *scene) {
			other := s.world.relay()
			other.UserMetadata = metadata("lims.contoso.com:1433")
			s.use.Relay = network.AnyOf([]*network.RelayConnection{s.relay, other}, nowhere)
		}, nil},
		"neither of two relays": {func(s *scene) {
			s.use.Port = some(1521)
			s.use.Relay = network.AnyOf([]*network.RelayConnection{s.relay, s.world.relay()}, nowhere)
			s.RelayConnections[1].UserMetadata = metadata("lims.contoso.com:1433")
		}, found},
	}.run(t, hybridconnection.EndpointMismatch)

	s := newScene()
	s.use.Host = some("secret.contoso.com").Sensitive()
	message := s.findings(hybridconnection.EndpointMismatch)[0].Message
	assert.NotContains(t, message, "contoso")
}

func TestPortInvalid(t *testing.T) {
	onUse, onRelay := []string{"error use0"}, []string{"error relay0"}
	bad := metadata("sql.contoso.com:0")
	cases{
		"right":               {nil, nil},
		"zero":                {func(s *scene) { s.use.Port = some(0) }, onUse},
		"too large":           {func(s *scene) { s.use.Port = some(65536) }, onUse},
		"largest":             {func(s *scene) { s.use.Port = some(65535) }, nil},
		"unknown":             {func(s *scene) { s.use.Port = unknown[int]() }, nil},
		"of the relay":        {func(s *scene) { s.relay.UserMetadata = bad }, onRelay},
		"both, one mistake":   {func(s *scene) { s.relay.UserMetadata, s.use.Port = bad, some(0) }, onUse},
		"of the relay, or so": {func(s *scene) { s.relay.UserMetadata, s.use.Port = bad, unknown[int]() }, nil},
		"of an unused relay":  {func(s *scene) { s.world.relay().UserMetadata = bad }, nil},
	}.run(t, hybridconnection.PortInvalid)
}

func TestHosts(t *testing.T) {
	for host, want := range map[string]struct{ address, local []string }{
		"10.1.2.3":         {[]string{"warning use0"}, nil},
		"2001:db8::1":      {[]string{"warning use0"}, nil},
		"[2001:db8::1]":    {[]string{"warning use0"}, nil},
		"127.0.0.1":        {[]string{"warning use0"}, nil},
		"LocalHost":        {nil, []string{"note use0"}},
		"localhost.corp":   {nil, nil},
		"10-1-2-3.contoso": {nil, nil},
		"":                 {nil, nil},
	} {
		s := newScene()
		s.use.Host = some(host)
		assert.Equal(t, want.address, s.run(hybridconnection.IPHost), host)
		s = newScene()
		s.use.Host = some(host)
		assert.Equal(t, want.local, s.run(hybridconnection.Localhost), host)
	}
	s := newScene()
	s.use.Host = some("10.1.2.3").Sensitive()
	assert.NotContains(t, s.findings(hybridconnection.IPHost)[0].Message, "10.1")
}

func TestUnsupportedProtocol(t *testing.T) {
	for port, found := range map[int]bool{389: true, 445: true, 53: true, 1433: false, 443: false, 0: false, 65536 + 389: false} {
		s := newScene()
		s.use.Port = some(port)
		assert.Equal(t, found, len(s.run(hybridconnection.UnsupportedProtocol)) > 0, port)
	}
	s := newScene()
	s.use.Port = unknown[int]()
	assert.Empty(t, s.run(hybridconnection.UnsupportedProtocol))
}

func TestDuplicateEndpoint(t *testing.T) {
	second := func(s *scene, host string, port value.Of[int]) {
		h := s.world.use(s.site, to(s.world.relay()))
		h.Host, h.Port = some(host), port
	}
	cases{
		"one":          {nil, nil},
		"two":          {func(s *scene) { second(s, "SQL.contoso.com", some(1433)) }, []string{"note use1"}},
		"another port": {func(s *scene) { second(s, "sql.contoso.com", some(1434)) }, nil},
		"another host": {func(s *scene) { second(s, "lims.contoso.com", some(1433)) }, nil},
		"unknown":      {func(s *scene) { second(s, "sql.contoso.com", unknown[int]()) }, nil},
		"of another app": {func(s *scene) {
			second(s, "sql.contoso.com", some(1433))
			s.HybridConnections[1].Site = to(s.world.app())
		}, nil},
	}.run(t, hybridconnection.DuplicateEndpoint)
}

func TestOrderDoesNotMatter(t *testing.T) {
	s := newScene()
	h := s.world.use(s.site, to(s.world.relay()))
	h.Host, h.Port = s.use.Host, s.use.Port
	s.HybridConnections[0], s.HybridConnections[1] = h, s.use
	findings := s.findings(hybridconnection.DuplicateEndpoint)
	require.Len(t, findings, 1)
	assert.Equal(t, "use1", findings[0].Address)
}
