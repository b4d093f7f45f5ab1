param location string = resourceGroup().location
param planId string
param ftp string = 'AllAllowed'

var common = { ftpsState: 'AllAllowed' }

resource depot 'Microsoft.Web/sites@2024-04-01' = {
  name: 'app-depot'
  location: location
  kind: 'app,linux'
  properties: {
    serverFarmId: planId
    httpsOnly: true
    siteConfig: { ftpsState: ftp }
  }
}

resource yard 'Microsoft.Web/sites@2024-04-01' = {
  name: 'app-yard'
  location: location
  kind: 'app,linux'
  properties: {
    serverFarmId: planId
    httpsOnly: true
    siteConfig: common
  }
}

resource shed 'Microsoft.Web/sites@2024-04-01' = {
  name: 'app-shed'
  location: location
  kind: 'app,linux'
  properties: {
    serverFarmId: planId
    httpsOnly: true
    siteConfig: {
      ...common
      alwaysOn: true
    }
  }
}

resource barn 'Microsoft.Web/sites@2024-04-01' = {
  name: 'app-barn'
  location: location
  kind: 'app,linux'
  properties: {
    serverFarmId: planId
    httpsOnly: true
    siteConfig: { ftpsState: true ? 'AllAllowed' : 'Disabled' }
  }
}
