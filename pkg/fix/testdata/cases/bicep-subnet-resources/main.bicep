param location string = resourceGroup().location
param planId string

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-depot'
  location: location
  properties: { addressSpace: { addressPrefixes: ['10.30.0.0/16'] } }

  resource apps 'subnets' = {
    name: 'snet-apps'
    properties: {
      addressPrefix: '10.30.1.0/26' // 59 addresses
      natGateway: { id: nat.id }
    }
  }

  resource flex 'subnets' = {
    name: 'snet-flex'
    properties: { addressPrefix: '10.30.4.0/26', delegations: [] }
  }

  resource environment 'subnets' = {
    name: 'snet-environment'
    properties: { addressPrefix: '10.30.5.0/24' }
  }
}

resource address 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: 'pip-depot'
  location: location
  sku: { name: 'Standard' }
  properties: { publicIPAllocationMethod: 'Static' }
}

resource nat 'Microsoft.Network/natGateways@2024-05-01' = {
  name: 'ng-depot'
  location: location
  sku: { name: 'Standard' }
  properties: { publicIpAddresses: [{ id: address.id }] }
}

resource agents 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: network
  name: 'snet-agents'
  properties: {
    addressPrefix: '10.30.2.0/26'
    serviceEndpoints: [
      {
        service: 'Microsoft.Storage'
      } // for backups
    ]
  }
}

resource environment 'Microsoft.Web/hostingEnvironments@2024-04-01' = {
  name: 'ase-depot'
  location: location
  kind: 'ASEV3'
  properties: { virtualNetwork: { id: network::environment.id } }
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'asp-depot'
  location: location
  kind: 'linux'
  sku: { name: 'P1v3' }
  properties: { reserved: true }
}

resource flexPlan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'asp-flex'
  location: location
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource worker 'Microsoft.Web/sites@2024-04-01' = {
  name: 'func-depot'
  location: location
  kind: 'functionapp,linux'
  properties: {
    serverFarmId: flexPlan.id
    httpsOnly: true
    virtualNetworkSubnetId: network::flex.id
    functionAppConfig: {
      scaleAndConcurrency: { maximumInstanceCount: 40, instanceMemoryMB: 2048 }
      runtime: { name: 'python', version: '3.11' }
    }
  }
}

resource depot 'Microsoft.Web/sites@2024-04-01' = {
  name: 'app-depot'
  location: location
  kind: 'app,linux'
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    virtualNetworkSubnetId: network::apps.id
    siteConfig: {
      ftpsState: 'Disabled'
      ipSecurityRestrictionsDefaultAction: 'Deny'
      scmIpSecurityRestrictionsUseMain: true
      ipSecurityRestrictions: [
        { name: 'agents', priority: 100, action: 'Allow', vnetSubnetResourceId: agents.id }
      ]
    }
  }
}

resource yard 'Microsoft.Web/sites@2024-11-01' = {
  name: 'app-yard'
  location: location
  kind: 'app,linux'
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    virtualNetworkSubnetId: network::apps.id
    siteConfig: { ftpsState: 'Disabled' }
  }
}
