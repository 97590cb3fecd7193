using System.Text;
using Fairlead.Connectors;
using Fairlead.Connectors.VSphere;
using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;
using Xunit;

namespace Fairlead.Tests.Connectors.VSphere;

/// <summary>Shapes of answers that govmomi's simulator does not give, as the vSphere Web Services API's reference has them.</summary>
public sealed class InventoryTests
{
    [Fact]
    public void A_port_group_inherits_nothing_unseen_and_policies_of_newer_switches_count_first()
    {
        var seen = Observed("""
            <objects><obj type="VmwareDistributedVirtualSwitch">dvs-1</obj><propSet><name>name</name><val xsi:type="xsd:string">Switch%2fA</val></propSet></objects>
            <objects><obj type="DistributedVirtualPortgroup">dvportgroup-1</obj>
              <propSet><name>name</name><val xsi:type="xsd:string">nodes%2fprod 100%25</val></propSet>
              <propSet><name>config</name><val xsi:type="DVPortgroupConfigInfo"><key>dvportgroup-1</key><distributedVirtualSwitch type="VmwareDistributedVirtualSwitch">dvs-1</distributedVirtualSwitch>
                <defaultPortConfig xsi:type="VMwareDVSPortSetting"><vlan xsi:type="VmwareDistributedVirtualSwitchPvlanSpec"><inherited>false</inherited><pvlanId>201</pvlanId></vlan>
                  <securityPolicy><inherited>true</inherited><allowPromiscuous><inherited>true</inherited><value>false</value></allowPromiscuous><macChanges><inherited>true</inherited><value>true</value></macChanges></securityPolicy>
                  <macManagementPolicy><inherited>false</inherited><allowPromiscuous>false</allowPromiscuous><macChanges>false</macChanges><forgedTransmits>true</forgedTransmits></macManagementPolicy>
                </defaultPortConfig><backingType>standard</backingType></val></propSet></objects>
            """);
        var network = Assert.Single(seen.Networks);
        Assert.Equal(("nodes/prod 100%", null, "private VLAN 201", "Switch/A"), (network.Name, network.Vlan, network.VlanText, network.Switch));
        Assert.Equal(new PortSecurity(true, false, false), network.Security);
    }

    [Fact]
    public void A_port_group_that_nsx_backs_and_an_opaque_network_are_found_by_their_adapters()
    {
        var seen = Observed("""
            <objects><obj type="DistributedVirtualPortgroup">dvportgroup-9</obj><propSet><name>name</name><val xsi:type="xsd:string">seg-a</val></propSet>
              <propSet><name>config</name><val><key>dvportgroup-9</key><defaultPortConfig xsi:type="VMwareDVSPortSetting"><vlan xsi:type="VmwareDistributedVirtualSwitchVlanIdSpec"><vlanId>0</vlanId></vlan></defaultPortConfig><backingType>nsx</backingType></val></propSet></objects>
            <objects><obj type="OpaqueNetwork">network-o5</obj><propSet><name>name</name><val xsi:type="xsd:string">seg-b</val></propSet>
              <propSet><name>summary</name><val xsi:type="OpaqueNetworkSummary"><opaqueNetworkId>uuid-b</opaqueNetworkId><opaqueNetworkType>nsx.LogicalSwitch</opaqueNetworkType></val></propSet></objects>
            <objects><obj type="VirtualMachine">vm-1</obj><propSet><name>name</name><val>one</val></propSet><propSet><name>runtime.powerState</name><val>poweredOn</val></propSet>
              <propSet><name>config.hardware.device</name><val xsi:type="ArrayOfVirtualDevice">
                <VirtualDevice xsi:type="VirtualDisk"><key>2000</key><backing><fileName>[x] y.vmdk</fileName></backing></VirtualDevice>
                <VirtualDevice xsi:type="VirtualVmxnet3"><key>4000</key><backing xsi:type="VirtualEthernetCardDistributedVirtualPortBackingInfo"><port><switchUuid>u</switchUuid><portgroupKey>dvportgroup-9</portgroupKey></port></backing><connectable><connected>false</connected></connectable><macAddress>00:50:56:00:00:01</macAddress></VirtualDevice>
                <VirtualDevice xsi:type="VirtualE1000e"><key>4001</key><backing xsi:type="VirtualEthernetCardOpaqueNetworkBackingInfo"><opaqueNetworkId>uuid-b</opaqueNetworkId></backing><macAddress></macAddress></VirtualDevice>
              </val></propSet>
              <propSet><name>guest.net</name><val xsi:type="ArrayOfGuestNicInfo"><GuestNicInfo><ipAddress>10.0.0.7</ipAddress><ipAddress>10.0.0.300</ipAddress><ipAddress>169.254.1.1</ipAddress><macAddress>00:50:56:00:00:01</macAddress><deviceConfigId>4000</deviceConfigId><ipConfig><ipAddress><ipAddress>10.0.0.7</ipAddress><prefixLength>24</prefixLength></ipAddress><ipAddress><ipAddress>10.0.0.8</ipAddress><prefixLength>77</prefixLength></ipAddress></ipConfig></GuestNicInfo></val></propSet></objects>
            """);
        Assert.All(seen.Networks, network => Assert.Equal((NetworkKind.Nsx, null), (network.Kind, network.Vlan)));
        var machine = Assert.Single(seen.Machines);
        Assert.Equal(["dvportgroup-9", "network-o5"], machine.Adapters.Select(adapter => adapter.NetworkId));
        Assert.Equal([false, true], machine.Adapters.Select(adapter => adapter.IsConnected));
        Assert.Equal([IpAddr.Parse("10.0.0.7")], machine.Adapters[0].Addresses);
        Assert.Equal([IpPrefix.Parse("10.0.0.0/24")], machine.Adapters[0].Prefixes);
        Assert.Null(machine.Adapters[1].Mac);
    }

    [Fact]
    public void What_a_user_may_not_see_is_one_note_for_all_of_it()
    {
        const string Missing = "<missingSet><path>guest.net</path><fault><fault xsi:type=\"NoPermission\"><privilegeId>System.Read</privilegeId></fault><localizedMessage/></fault></missingSet>";
        var seen = Observed($"<objects><obj type=\"VirtualMachine\">vm-1</obj><propSet><name>name</name><val>one</val></propSet>{Missing}</objects><objects><obj type=\"VirtualMachine\">vm-2</obj>{Missing}</objects>");
        Assert.Equal(new ObservationNote("VirtualMachine guest.net", "is not known for 2 of them, the first one (NoPermission)"), Assert.Single(seen.Notes));
    }

    [Fact]
    public void A_user_who_sees_nothing_is_told_what_right_is_missing() => Assert.Contains("Read-only", Assert.Single(Observed("").Notes).Message, StringComparison.Ordinal);

    [Fact]
    public void Updates_change_add_and_take_away()
    {
        var inventory = new Inventory();
        Apply(inventory, "enter", "<changeSet><name>name</name><op>assign</op><val>one</val></changeSet><changeSet><name>runtime.powerState</name><op>assign</op><val>poweredOn</val></changeSet>");
        Apply(inventory, "modify", "<changeSet><name>runtime.powerState</name><op>assign</op><val>suspended</val></changeSet><changeSet><name>name</name><op>indirectRemove</op></changeSet>");
        var machine = Assert.Single(Observed(inventory).Machines);
        Assert.Equal(("vm-1", PowerState.Suspended), (machine.Name, machine.Power)); // without a name, the id stands for it
        Apply(inventory, "leave", "");
        Assert.Empty(Observed(inventory).Machines);
    }

    [Theory]
    [InlineData("<html><body>503</body></html>")]
    [InlineData("")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>")]
    [InlineData("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body/></s:Envelope>")]
    [InlineData("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><r><returnval><objects><propSet/></objects></returnval></r></s:Body></s:Envelope>")]
    [InlineData("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><r><returnval><objects><obj type=\"Folder\">g</obj>")]
    public void What_is_no_answer_of_vcenter_is_a_failure(string answer) =>
        Assert.Equal(FailureReason.Malformed, Assert.Throws<SourceFailureException>(() => VimXml.Page("RetrievePropertiesEx", Encoding.UTF8.GetBytes(answer))).Reason);

    private static Observation Observed(string objects)
    {
        var inventory = new Inventory();
        foreach (var read in VimXml.Page("test", Answer($"<returnval>{objects}</returnval>")).Objects)
            inventory.Enter(read);
        return Observed(inventory);
    }

    private static Observation Observed(Inventory inventory) => inventory.ToObservation(new(SourceKind.VCenter, "vc"), DateTimeOffset.UnixEpoch);

    private static void Apply(Inventory inventory, string kind, string changes)
    {
        var updates = VimXml.Updates("test", Answer($"<returnval><version>1</version><filterSet><filter type=\"PropertyFilter\">f</filter><objectSet><kind>{kind}</kind><obj type=\"VirtualMachine\">vm-1</obj>{changes}</objectSet></filterSet></returnval>"));
        foreach (var change in updates!.Changes)
            inventory.Apply(change);
    }

    private static byte[] Answer(string body) => Encoding.UTF8.GetBytes($"<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\"><soapenv:Body><Response xmlns=\"urn:vim25\">{body}</Response></soapenv:Body></soapenv:Envelope>");
}
