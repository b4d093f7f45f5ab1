package fix_test

import (
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
)

func element(address string, at source.Range) *network.Element {
	return &network.Element{Address: address, At: at}
}
