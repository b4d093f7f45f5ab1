package functions

import (
	"math/big"
	"net/netip"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

func cidrFunctions() []Function {
	return []Function{
		{Name: "parseCidr", Min: 1, Max: 1, Result: partial.ObjectType, eval: parseCidr},
		{Name: "cidrSubnet", Min: 3, Max: 3, Result: partial.StringType, eval: cidrSubnet},
		{Name: "cidrHost", Min: 2, Max: 2, Result: partial.StringType, eval: cidrHost},
	}
}

// network is an address range as a number and its lengths in bits.
type network struct {
	base         *big.Int
	prefix, bits int
}

// classful is the range that an address without a prefix length stands for: that of its
// class, as the library guesses that Azure reads addresses with.
//
// Source: https://github.com/lduchosal/ipnetwork (Parse without a netmask)
func classful(addr netip.Addr) netip.Prefix {
	if addr.Is6() {
		return netip.PrefixFrom(addr, 64)
	}
	switch first := addr.As4()[0]; {
	case first < 128:
		return netip.PrefixFrom(addr, 8)
	case first < 192:
		return netip.PrefixFrom(addr, 16)
	}
	return netip.PrefixFrom(addr, 24)
}

// network reads an argument such as 10.0.0.0/16; an address inside a range stands for the
// range. It is not ok where the argument is unknown.
func (c *call) network(i int) (n network, ok bool, err error) {
	s, ok, err := c.knownText(i)
	if err != nil || !ok {
		return network{}, false, err
	}
	p, err := netip.ParsePrefix(strings.TrimSpace(s))
	if addr, bare := netip.ParseAddr(strings.TrimSpace(s)); bare == nil {
		p, err = classful(addr), nil
	}
	if err != nil {
		return network{}, false, c.errorf("%s is no address range such as 10.0.0.0/16.", shown(s))
	}
	p = p.Masked()
	return network{base: new(big.Int).SetBytes(p.Addr().AsSlice()), prefix: p.Bits(), bits: p.Addr().BitLen()}, true, nil
}

// address writes a number as an address; it has to fit.
func (n network) address(x *big.Int) string {
	b := make([]byte, n.bits/8)
	a, _ := netip.AddrFromSlice(x.FillBytes(b))
	return a.String()
}

// size is how many addresses a range of a prefix has.
func (n network) size(prefix int) *big.Int {
	return new(big.Int).Lsh(big.NewInt(1), uint(n.bits-prefix))
}

func (n network) last() *big.Int {
	x := new(big.Int).Add(n.base, n.size(n.prefix))
	return x.Sub(x, big.NewInt(1))
}

// parseCidr tells the parts of a range. Of IPv4 the first and last address are not usable;
// what that means for ranges of one and two addresses is not documented.
func parseCidr(c *call) (partial.Value, error) {
	n, ok, err := c.network(0)
	if err != nil {
		return partial.Value{}, err
	}
	if !ok {
		return c.residue()
	}
	mask := new(big.Int).Sub(n.size(0), n.size(n.prefix))
	m := newMembers(6)
	set := func(name, v string) { m.set(name, partial.StringValue(v)) }
	set("network", n.address(n.base))
	set("netmask", n.address(mask))
	first, last := n.base, n.last()
	if n.bits == 32 {
		set("broadcast", n.address(last))
		first, last = new(big.Int).Add(first, big.NewInt(1)), new(big.Int).Sub(last, big.NewInt(1))
	}
	for _, end := range []struct {
		name string
		x    *big.Int
	}{{"firstUsable", first}, {"lastUsable", last}} {
		if n.bits == 32 && n.prefix > 30 {
			m.set(end.name, partial.Residue(partial.MemberCall, partial.StringType, c.residueOf(partial.ObjectType), partial.StringValue(end.name)))
			continue
		}
		set(end.name, n.address(end.x))
	}
	m.set("cidr", partial.IntValue(int64(n.prefix)))
	return c.object(m, nil)
}

// cidrSubnet returns one of the ranges of a longer prefix that a range is made of.
func cidrSubnet(c *call) (partial.Value, error) {
	n, ok, err := c.network(0)
	if err != nil {
		return partial.Value{}, err
	}
	prefix, prefixOK, err := c.knownInt(1)
	if err != nil {
		return partial.Value{}, err
	}
	at, atOK, err := c.knownInt(2)
	switch {
	case err != nil:
		return partial.Value{}, err
	case atOK && at < 0:
		return c.fail("the number %d of the subnet is negative.", at)
	case ok && prefixOK && (prefix < int64(n.prefix) || prefix > int64(n.bits)):
		return c.fail("a /%d does not fit into a /%d.", prefix, n.prefix)
	case !ok || !prefixOK || !atOK:
		return c.residue()
	}
	step := n.size(int(prefix))
	x := new(big.Int).Mul(step, big.NewInt(at))
	x.Add(x, n.base)
	if x.Cmp(n.last()) > 0 {
		return c.fail("there is no /%d number %d in a /%d.", prefix, at, n.prefix)
	}
	return partial.StringValue(n.address(x) + "/" + partialInt(prefix)), nil
}

// cidrHost counts usable addresses, the first of which has the number 0.
func cidrHost(c *call) (partial.Value, error) {
	n, ok, err := c.network(0)
	if err != nil {
		return partial.Value{}, err
	}
	at, atOK, err := c.knownInt(1)
	switch {
	case err != nil:
		return partial.Value{}, err
	case atOK && at < 0:
		return c.fail("the number %d of the address is negative.", at)
	case !ok || !atOK || n.prefix > n.bits-2:
		return c.residue()
	}
	x := new(big.Int).Add(n.base, big.NewInt(at))
	x.Add(x, big.NewInt(1))
	if x.Cmp(n.last()) >= 0 {
		return c.fail("there is no address number %d in a /%d.", at, n.prefix)
	}
	return partial.StringValue(n.address(x)), nil
}

func partialInt(n int64) string { return big.NewInt(n).String() }
