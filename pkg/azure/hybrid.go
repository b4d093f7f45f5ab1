package azure

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
)

// Endpoint is where a hybrid connection leads to.
type Endpoint struct {
	Host string
	Port uint16
}

// String returns the endpoint as "host:port".
func (e Endpoint) String() string { return net.JoinHostPort(e.Host, strconv.Itoa(int(e.Port))) }

// UserMetadata returns the userMetadata that App Service needs to find on a relay
// hybrid connection to the endpoint.
func (e Endpoint) UserMetadata() string {
	text, _ := json.Marshal([]metadataItem{{"endpoint", e.String()}}) // strings always marshal
	return string(text)
}

// The ways in which userMetadata can be of no use to App Service. ParseUserMetadata
// wraps them.
var (
	ErrMetadataEscaped = errors.New("not JSON, since its quotes are escaped twice")
	ErrMetadataSyntax  = errors.New("not JSON")
	ErrMetadataFormat  = errors.New("not an array of objects whose \"key\" and \"value\" are strings")
	ErrNoEndpoint      = errors.New("no item with the key \"endpoint\"")
	ErrManyEndpoints   = errors.New("more than one item with the key \"endpoint\"")
	ErrEndpointFormat  = errors.New("the endpoint is not host:port")
	ErrEndpointPort    = errors.New("the port is not a number from 1 to 65535")
)

type metadataItem struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// ParseUserMetadata reads the userMetadata of a relay hybrid connection, which App
// Service takes the host and port from (Azure App Service Hybrid Connections,
// "Create a Hybrid Connection in ARM/Bicep"):
//
//	[{"key":"endpoint","value":"db.contoso.com:1433"}]
func ParseUserMetadata(s string) (Endpoint, error) {
	var items []metadataItem
	if err := json.Unmarshal([]byte(s), &items); err != nil {
		return Endpoint{}, metadataError(s, err)
	}
	value, err := endpointItem(items)
	if err != nil {
		return Endpoint{}, err
	}
	return parseEndpoint(value)
}

// metadataError says in this package's words why JSON could not be read.
func metadataError(s string, err error) error {
	var syntax *json.SyntaxError
	switch {
	case !errors.As(err, &syntax):
		return ErrMetadataFormat
	case strings.Contains(s, `\"`):
		return ErrMetadataEscaped
	default:
		return fmt.Errorf("%w: byte %d is wrong, or the text ends there", ErrMetadataSyntax, syntax.Offset)
	}
}

// endpointItem returns the value of the one item with the key "endpoint".
func endpointItem(items []metadataItem) (string, error) {
	value, count := "", 0
	for _, item := range items {
		if strings.EqualFold(item.Key, "endpoint") {
			value = item.Value
			count++
		}
	}
	switch count {
	case 0:
		return "", ErrNoEndpoint
	case 1:
		return value, nil
	default:
		return "", ErrManyEndpoints
	}
}

func parseEndpoint(s string) (Endpoint, error) {
	host, port, err := net.SplitHostPort(s)
	if err != nil || host == "" || strings.ContainsAny(host, " /@") {
		return Endpoint{}, fmt.Errorf("%w: %q", ErrEndpointFormat, s)
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || n == 0 {
		return Endpoint{}, fmt.Errorf("%w: %q", ErrEndpointPort, s)
	}
	return Endpoint{host, uint16(n)}, nil
}

// hybridConcerns names what usually speaks on ports that hybrid connections do not
// serve.
var hybridConcerns = map[uint16]string{
	21:   "FTP, which opens further ports",
	53:   "DNS, which uses UDP",
	88:   "Kerberos, which is for domain members",
	123:  "NTP, which uses UDP",
	139:  "SMB, which mounts drives",
	161:  "SNMP, which uses UDP",
	389:  "LDAP, which can require UDP",
	445:  "SMB, which mounts drives",
	464:  "Kerberos, which is for domain members",
	514:  "syslog, which uses UDP",
	636:  "LDAP, which can require UDP",
	3268: "the Active Directory global catalog, which is LDAP",
}

// HybridPortConcern says what usually speaks on a port and why it does not work
// through a hybrid connection. It is an inference from the port number, so
// unconfirmed, on the ground of Azure App Service Hybrid Connections, "Things you
// can't do with Hybrid Connections".
func HybridPortConcern(port uint16) (string, bool) {
	concern, ok := hybridConcerns[port]
	return concern, ok
}
