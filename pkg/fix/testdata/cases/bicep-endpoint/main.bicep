param location string = resourceGroup().location
param planId string
param subnetId string
param networkId string

resource depot 'Microsoft.Web/sites@2024-04-01' = {
  name: 'app-depot'
  location: location
  kind: 'app'
  properties: { serverFarmId: planId, httpsOnly: true, publicNetworkAccess: 'Enabled', siteConfig: { ftpsState: 'Disabled' } }
}

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: 'privatelink.azurewebsites.windows.net'
  location: 'global'

  resource link 'virtualNetworkLinks' = {
    name: 'depot'
    location: 'global'
    properties: { registrationEnabled: false, virtualNetwork: { id: networkId } }
  }
}

resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: 'pep-depot'
  location: location
  properties: {
    subnet: { id: subnetId }
    privateLinkServiceConnections: [
      {
        name: 'web'
        properties: {
          privateLinkServiceId: depot.id
          groupIds: [
            'webapp' // the app itself
          ]
        }
      }
    ]
  }

  resource group 'privateDnsZoneGroups' = {
    name: 'default'
    properties: { privateDnsZoneConfigs: [{ name: 'web', properties: { privateDnsZoneId: zone.id } }] }
  }
}
