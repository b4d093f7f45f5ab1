param location string = resourceGroup().location
param planId string

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-depot'
  location: location
  properties: {
    addressSpace: { addressPrefixes: ['10.30.0.0/16'] }
    subnets: [
      {
        name: 'snet-apps' // all apps
        properties: {
          addressPrefix: '10.30.1.0/26'
        }
      }
      { name: 'snet-agents', properties: { addressPrefix: '10.30.2.0/26' } }
    ]
  }

  resource apps 'subnets' existing = {
    name: 'snet-apps'
  }

  resource agents 'subnets' existing = {
    name: 'snet-agents'
  }
}

resource depot 'Microsoft.Web/sites@2024-04-01' = {
  name: 'app-depot'
  location: location
  kind: 'app,linux'
  properties: {
    serverFarmId: planId
    httpsOnly: true
    virtualNetworkSubnetId: network::apps.id
    vnetRouteAllEnabled: true
    siteConfig: {
      ftpsState: 'Disabled'
      ipSecurityRestrictionsDefaultAction: 'Deny'
      scmIpSecurityRestrictionsUseMain: true
      ipSecurityRestrictions: [
        { name: 'agents', priority: 100, action: 'Allow', vnetSubnetResourceId: network::agents.id }
      ]
    }
  }
}
