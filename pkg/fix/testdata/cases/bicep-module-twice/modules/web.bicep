param name string
param location string
param planId string

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  kind: 'app'
  properties: {
    serverFarmId: planId
    httpsOnly: true
    siteConfig: { ftpsState: 'AllAllowed' }
  }
}
