// A vCenter to test against: govmomi's simulator, with what it lacks. It hands out results in pages with tokens and updates in parts, as a real
// vCenter does; it refuses every call that a read-only user may not make; and it can lose a page, drop one in silence, end sessions and hang.
//
//	go run main.go -vms 3000 -cert cert.pem -key key.pem -user u -password-file f
//
// The first line that it prints is the address; the second that of its controls, which the test's code calls by HTTP.
package main

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"regexp"
	"sort"
	"strings"
	"sync"

	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// What a user with the role "read-only" may call, and a client of inventories needs.
var readOnly = map[string]bool{
	"RetrieveServiceContent": true, "Login": true, "Logout": true, "CreateContainerView": true, "DestroyView": true,
	"RetrievePropertiesEx": true, "ContinueRetrievePropertiesEx": true, "CancelRetrievePropertiesEx": true,
	"CreatePropertyCollector": true, "DestroyPropertyCollector": true, "CreateFilter": true, "WaitForUpdatesEx": true,
}

var state = struct {
	sync.Mutex
	Calls    map[string]int
	Sizes    []int           // objects of each page that was handed out
	HangAt   string          // a method that is never answered
	LosePage int             // the page, from 1, whose token is not known any more
	DropPage int             // the page that is left out in silence
	Page     int             // pages so far
	MostPage int             // objects in a page, whatever the client asks for; 0: as the client asks
	sessions map[string]bool // by cookie; true: it was ended
}{Calls: map[string]int{}, sessions: map[string]bool{}}

// Collector adds pages and truncated updates to the simulator's.
type Collector struct {
	simulator.PropertyCollector
	rest    []types.ObjectContent
	token   string
	updates []types.PropertyFilterUpdate
	version string
}

func fault(text string, detail types.AnyType) *soap.Fault {
	f := &soap.Fault{Code: "ServerFaultCode", String: text}
	f.Detail.Fault = detail
	return f
}

// page cuts the next one off.
func (c *Collector) page(most int) *types.RetrieveResult {
	state.Lock()
	defer state.Unlock()
	if state.MostPage > 0 && (most == 0 || state.MostPage < most) {
		most = state.MostPage
	}
	for {
		state.Page++
		n := len(c.rest)
		if most > 0 && most < n {
			n = most
		}
		result := &types.RetrieveResult{Objects: c.rest[:n]}
		c.rest, c.token = c.rest[n:], ""
		if len(c.rest) > 0 {
			c.token = fmt.Sprintf("page-%d", state.Page+1)
			result.Token = c.token
		}
		if state.DropPage == state.Page && len(c.rest) > 0 {
			continue
		}
		state.Sizes = append(state.Sizes, n)
		return result
	}
}

func (c *Collector) RetrievePropertiesEx(ctx *simulator.Context, r *types.RetrievePropertiesEx) soap.HasFault {
	whole := c.PropertyCollector.RetrievePropertiesEx(ctx, r)
	body, ok := whole.(*methods.RetrievePropertiesExBody)
	if !ok || body.Res == nil || body.Res.Returnval == nil {
		return whole
	}
	c.rest = body.Res.Returnval.Objects
	body.Res.Returnval = c.page(int(r.Options.MaxObjects))
	return body
}

func (c *Collector) ContinueRetrievePropertiesEx(ctx *simulator.Context, r *types.ContinueRetrievePropertiesEx) soap.HasFault {
	body := &methods.ContinueRetrievePropertiesExBody{}
	state.Lock()
	lost := state.LosePage == state.Page+1
	state.Unlock()
	if lost || r.Token == "" || r.Token != c.token {
		body.Fault_ = fault("A specified parameter was not correct: token", &types.InvalidArgument{InvalidProperty: "token"})
		return body
	}
	body.Res = &types.ContinueRetrievePropertiesExResponse{Returnval: *c.page(1000)}
	return body
}

func (c *Collector) CreatePropertyCollector(ctx *simulator.Context, r *types.CreatePropertyCollector) soap.HasFault {
	return &methods.CreatePropertyCollectorBody{Res: &types.CreatePropertyCollectorResponse{Returnval: ctx.Session.Put(&Collector{}).Reference()}}
}

// WaitForUpdatesEx hands out at most MaxObjectUpdates objects and says that there is more.
func (c *Collector) WaitForUpdatesEx(ctx *simulator.Context, r *types.WaitForUpdatesEx) soap.HasFault {
	if len(c.updates) == 0 {
		whole := c.PropertyCollector.WaitForUpdatesEx(ctx, r)
		body, ok := whole.(*methods.WaitForUpdatesExBody)
		if !ok || body.Res == nil || body.Res.Returnval == nil {
			return whole
		}
		c.updates, c.version = body.Res.Returnval.FilterSet, body.Res.Returnval.Version
	}
	most := 100
	if r.Options != nil && r.Options.MaxObjectUpdates > 0 {
		most = int(r.Options.MaxObjectUpdates)
	}
	set := &types.UpdateSet{Version: c.version}
	for len(c.updates) > 0 && most > 0 {
		first := &c.updates[0]
		n := len(first.ObjectSet)
		if n > most {
			n = most
		}
		set.FilterSet = append(set.FilterSet, types.PropertyFilterUpdate{Filter: first.Filter, ObjectSet: first.ObjectSet[:n]})
		first.ObjectSet = first.ObjectSet[n:]
		most -= n
		if len(first.ObjectSet) == 0 {
			c.updates = c.updates[1:]
		}
	}
	set.Truncated = types.NewBool(len(c.updates) > 0)
	return &methods.WaitForUpdatesExBody{Res: &types.WaitForUpdatesExResponse{Returnval: set}}
}

var methodName = regexp.MustCompile(`<(?:[A-Za-z0-9]+:)?Body[^>]*>\s*<(?:[A-Za-z0-9]+:)?([A-Za-z_]+)`)

const refusal = `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>Permission to perform this operation was denied.</faultstring><detail><NoPermissionFault xmlns="urn:vim25" xsi:type="NoPermission"><object type="Folder">group-d1</object><privilegeId>%s</privilegeId></NoPermissionFault></detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>`

// front counts calls, refuses those that are not for reading, and never answers the one that hangs.
func front(behind http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(text))
		name := ""
		if found := methodName.FindSubmatch(text); found != nil {
			name = string(found[1])
		}
		state.Lock()
		state.Calls[name]++
		hangs := state.HangAt == name && name != ""
		if cookie, err := r.Cookie(soap.SessionCookieName); err == nil {
			ended := state.sessions[cookie.Value]
			state.sessions[cookie.Value] = ended
			if ended {
				r.Header.Del("Cookie")
			}
		}
		state.Unlock()
		if hangs {
			<-r.Context().Done()
			return
		}
		if !readOnly[name] {
			w.WriteHeader(http.StatusInternalServerError)
			fmt.Fprintf(w, refusal, name)
			return
		}
		behind.ServeHTTP(w, r)
	})
}

func machine(name string) *simulator.VirtualMachine {
	for _, each := range simulator.Map.All("VirtualMachine") {
		if vm := each.(*simulator.VirtualMachine); vm.Name == name {
			return vm
		}
	}
	return nil
}

func controls() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/state", func(w http.ResponseWriter, r *http.Request) {
		state.Lock()
		defer state.Unlock()
		if r.Method == http.MethodPut {
			state.Calls, state.Sizes, state.Page = map[string]int{}, nil, 0
			state.HangAt, state.LosePage, state.DropPage, state.MostPage = "", 0, 0, 0
			if err := json.NewDecoder(r.Body).Decode(&state); err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
			}
			return
		}
		_ = json.NewEncoder(w).Encode(struct {
			Calls map[string]int
			Sizes []int
		}{state.Calls, state.Sizes})
	})
	mux.HandleFunc("/power-off", func(w http.ResponseWriter, r *http.Request) {
		vm := machine(r.URL.Query().Get("vm"))
		simulator.Map.WithLock(vm, func() {
			simulator.Map.Update(vm, []types.PropertyChange{
				{Name: "runtime.powerState", Val: types.VirtualMachinePowerStatePoweredOff},
				{Name: "guest.net", Val: []types.GuestNicInfo(nil)},
			})
		})
	})
	mux.HandleFunc("/end-sessions", func(w http.ResponseWriter, r *http.Request) {
		state.Lock()
		defer state.Unlock()
		for session := range state.sessions {
			state.sessions[session] = true
		}
	})
	mux.HandleFunc("/destroy", func(w http.ResponseWriter, r *http.Request) {
		simulator.Map.Remove(machine(r.URL.Query().Get("vm")).Reference())
	})
	return mux
}

// sorted gives them by name: the simulator's own order is another each time.
func sorted(kind string) []mo.Entity {
	all := simulator.Map.All(kind)
	sort.Slice(all, func(i, j int) bool { return all[i].Entity().Name < all[j].Entity().Name })
	return all
}

// ethernet gives the machine an adapter of its own: the simulator's machines share one.
func ethernet(vm *simulator.VirtualMachine) *types.VirtualEthernetCard {
	for i, device := range vm.Config.Hardware.Device {
		if card, ok := device.(types.BaseVirtualEthernetCard); ok {
			own := &types.VirtualVmxnet3{VirtualVmxnet: types.VirtualVmxnet{VirtualEthernetCard: *card.GetVirtualEthernetCard()}}
			devices := append(object.VirtualDeviceList(nil), vm.Config.Hardware.Device...)
			devices[i] = own
			vm.Config.Hardware.Device = devices
			return &own.VirtualEthernetCard
		}
	}
	return nil
}

// furnish gives VMs what VMware Tools and administrators would: addresses, templates, some that are off.
func furnish() {
	for i, each := range sorted("VirtualMachine") {
		vm := each.(*simulator.VirtualMachine)
		card := ethernet(vm)
		if card == nil {
			continue
		}
		card.MacAddress = fmt.Sprintf("00:50:56:%02x:%02x:%02x", i>>16&0x3f, i>>8&0xff, i&0xff)
		switch i % 10 {
		case 8:
			vm.Runtime.PowerState = types.VirtualMachinePowerStatePoweredOff
		case 9:
			vm.Runtime.PowerState, vm.Config.Template, vm.Summary.Config.Template = types.VirtualMachinePowerStatePoweredOff, true, true
		default:
			vm.Runtime.PowerState = types.VirtualMachinePowerStatePoweredOn
			v4, v6, local := fmt.Sprintf("10.20.%d.%d", i>>8&0xff, i&0xff), fmt.Sprintf("2001:db8:20::%x", i+1), fmt.Sprintf("fe80::%x", i+1)
			vm.Guest.Net = []types.GuestNicInfo{
				{Network: "nodes", IpAddress: []string{v4, v6, local}, MacAddress: card.MacAddress, Connected: true, DeviceConfigId: card.Key, IpConfig: &types.NetIpConfigInfo{
					IpAddress: []types.NetIpConfigInfoIpAddress{{IpAddress: v4, PrefixLength: 16}, {IpAddress: v6, PrefixLength: 64}, {IpAddress: local, PrefixLength: 64}}}},
				{Network: "", IpAddress: []string{"10.244.0.1"}, MacAddress: "0a:58:0a:f4:00:01", Connected: true, DeviceConfigId: -1},
			}
		}
	}
	for i, each := range sorted("HostSystem") {
		host := each.(*simulator.HostSystem)
		network := *host.Config.Network
		network.Vnic = append([]types.HostVirtualNic(nil), network.Vnic...)
		network.Vnic[0].Spec.Ip = &types.HostIpConfig{IpAddress: fmt.Sprintf("10.10.0.%d", 21+i), SubnetMask: "255.255.255.0", IpV6Config: &types.HostIpConfigIpV6AddressConfiguration{
			IpV6Address: []types.HostIpConfigIpV6Address{{IpAddress: fmt.Sprintf("fe80::%d", 21+i), PrefixLength: 64}, {IpAddress: fmt.Sprintf("2001:db8:10::%d", 21+i), PrefixLength: 64}}}}
		// The port group "VM Network" has another VLAN on the last host than on the others, as happens.
		network.Portgroup = append([]types.HostPortGroup(nil), network.Portgroup...)
		for p := range network.Portgroup {
			network.Portgroup[p].Spec.VlanId = 40
			if i == 3 {
				network.Portgroup[p].Spec.VlanId = 41
			}
		}
		config := *host.Config
		config.Network = &network
		host.Config = &config
	}
	portGroups, numbered := sorted("DistributedVirtualPortgroup"), 0
	for _, each := range portGroups {
		group := each.(*simulator.DistributedVirtualPortgroup)
		if strings.Contains(group.Name, "DVUplinks") {
			group.Config.Uplink = types.NewBool(true)
			continue
		}
		if group.Config.BackingType == "nsx" {
			continue
		}
		setting := &types.VMwareDVSPortSetting{
			Vlan:           &types.VmwareDistributedVirtualSwitchVlanIdSpec{VlanId: int32(120 + numbered)},
			SecurityPolicy: &types.DVSSecurityPolicy{AllowPromiscuous: flagged(false), MacChanges: flagged(false), ForgedTransmits: flagged(numbered%2 == 1)},
		}
		if numbered == 2 {
			setting.Vlan = &types.VmwareDistributedVirtualSwitchTrunkVlanSpec{VlanId: []types.NumericRange{{Start: 100, End: 199}, {Start: 300, End: 300}}}
		}
		group.Config.DefaultPortConfig = setting
		numbered++
	}
}

func flagged(value bool) *types.BoolPolicy { return &types.BoolPolicy{Value: types.NewBool(value)} }

func main() {
	vms := flag.Int("vms", 100, "virtual machines")
	groups := flag.Int("port-groups", 4, "distributed port groups")
	cert, key := flag.String("cert", "", "certificate, PEM"), flag.String("key", "", "its key, PEM")
	user, passwordFile := flag.String("user", "reader@vsphere.local", "who may log in"), flag.String("password-file", "", "file with the password")
	flag.Parse()
	password, err := os.ReadFile(*passwordFile)
	if err != nil {
		log.Fatal(err)
	}
	pair, err := tls.LoadX509KeyPair(*cert, *key)
	if err != nil {
		log.Fatal(err)
	}

	model := simulator.VPX()
	model.Host, model.Cluster, model.ClusterHost, model.Pool = 0, 2, 2, 0
	model.Portgroup, model.PortgroupNSX, model.OpaqueNetwork = *groups, 1, 1
	model.Machine, model.Autostart = (*vms+1)/2, false
	defer model.Remove()
	if err := model.Create(); err != nil {
		log.Fatal(err)
	}
	furnish()
	collector := &Collector{}
	collector.Self = model.ServiceContent.PropertyCollector
	simulator.Map.Put(collector)
	model.Service.Listen = &url.URL{Host: "127.0.0.1:0", User: url.UserPassword(*user, strings.TrimRight(string(password), "\n"))}
	server := model.Service.NewServer()

	behind := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: server.URL.Host})
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{pair}})
	if err != nil {
		log.Fatal(err)
	}
	control, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("https://%s\nhttp://%s\n", listener.Addr(), control.Addr())
	go func() { log.Fatal(http.Serve(control, controls())) }()
	go func() {
		// Whoever started this one holds the other end: it never outlives them.
		_, _ = io.Copy(io.Discard, os.Stdin)
		model.Remove()
		os.Exit(0)
	}()
	log.Fatal(http.Serve(listener, front(behind)))
}
