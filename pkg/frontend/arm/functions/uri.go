package functions

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

func uriFunctions() []Function {
	return []Function{
		{Name: "uri", Min: 2, Max: 2, Result: partial.StringType, eval: joinURI},
		{Name: "parseUri", Min: 1, Max: 1, Result: partial.ObjectType, eval: parseURI},
		{Name: "buildUri", Min: 1, Max: 1, Result: partial.StringType, eval: buildURI},
	}
}

// joinURI resolves a reference against a base (RFC 3986, section 5).
func joinURI(c *call) (partial.Value, error) {
	base, ok, err := c.knownText(0)
	if err != nil {
		return partial.Value{}, err
	}
	relative, known, err := c.knownText(1)
	if err != nil {
		return partial.Value{}, err
	}
	if !ok || !known {
		return c.residue()
	}
	if err := c.b.Take(2 * int64(len(base)+len(relative))); err != nil {
		return partial.Value{}, err
	}
	b, err := url.Parse(base)
	if err != nil || b.Scheme == "" {
		return c.fail("%s is no absolute URI.", shown(base))
	}
	r, err := url.Parse(relative)
	if err != nil {
		return c.residue()
	}
	u := b.ResolveReference(r)
	u.Host = strings.TrimSuffix(strings.ToLower(u.Host), defaultPort(u.Scheme))
	if u.Path == "" && u.Host != "" {
		u.Path = "/"
	}
	return partial.StringValue(u.String()), nil
}

func defaultPort(scheme string) string {
	switch strings.ToLower(scheme) {
	case "https":
		return ":443"
	case "http":
		return ":80"
	case "ftp":
		return ":21"
	}
	return ":"
}

// parseURI tells the scheme, the host and the path of a URI, and its port and query where
// they are written. What stands for the others is not documented.
func parseURI(c *call) (partial.Value, error) {
	s, ok, err := c.knownText(0)
	if err != nil {
		return partial.Value{}, err
	}
	if !ok {
		return c.residue()
	}
	if err := c.b.Take(int64(len(s))); err != nil {
		return partial.Value{}, err
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme == "" || u.Host == "" {
		return c.fail("%s is no absolute URI.", shown(s))
	}
	m := newMembers(5)
	m.set("scheme", partial.StringValue(u.Scheme))
	m.set("host", partial.StringValue(strings.ToLower(u.Hostname())))
	whole := c.residueOf(partial.ObjectType)
	if p, err := strconv.Atoi(u.Port()); err == nil && ":"+u.Port() != defaultPort(u.Scheme) {
		m.set("port", partial.IntValue(int64(p)))
	} else {
		m.set("port", whole.Member(partial.StringValue("port")))
	}
	m.set("path", whole.Member(partial.StringValue("path")))
	if u.EscapedPath() != "" && !strings.Contains(u.EscapedPath(), "%") {
		m.set("path", partial.StringValue(u.Path))
	}
	m.set("query", whole.Member(partial.StringValue("query")))
	if u.RawQuery != "" {
		m.set("query", partial.StringValue("?"+u.RawQuery))
	}
	return c.object(m, nil)
}

// buildURI puts the parts of a URI together.
func buildURI(c *call) (partial.Value, error) {
	v := c.args[0]
	switch {
	case undecided(v):
		return c.residue()
	case v.Kind() != partial.Object:
		return c.wrong(0, "an object")
	case v.Rest() != nil:
		return c.residue()
	}
	scheme, host := part(v, "scheme"), part(v, "host")
	port, path, query := part(v, "port"), part(v, "path"), part(v, "query")
	for _, p := range []partial.Value{scheme, host, port, path, query} {
		if _, ok := p.Text(); !ok {
			return c.residue()
		}
	}
	at, _ := port.Text()
	if ":"+at == defaultPort(first(scheme)) {
		at = ""
	}
	if at != "" {
		at = ":" + at
	}
	dir, q := first(path), first(query)
	if !strings.HasPrefix(dir, "/") {
		dir = "/" + dir
	}
	if q != "" && !strings.HasPrefix(q, "?") {
		q = "?" + q
	}
	if first(scheme) == "" || first(host) == "" {
		return c.fail("a URI needs a scheme and a host.")
	}
	return c.known(first(scheme) + "://" + first(host) + at + dir + q)
}

// part is a member of an object as a text; nothing where it is not there.
func part(v partial.Value, key string) partial.Value {
	item, _ := v.Get(key)
	return Text(item)
}

func first(v partial.Value) string {
	s, _ := v.Text()
	return s
}
