param location string = resourceGroup().location
param planId string

resource depot 'Microsoft.Web/sites@2024-04-01' = {
  name: 'app-depot'
  location: location
  kind: 'app,linux'
  properties: {
    serverFarmId: planId
    httpsOnly: true
    siteConfig: { minTlsVersion: '1.0', scmMinTlsVersion: '1.1', ftpsState: 'AllAllowed' /* old clients */ }
  }
}

resource yard 'Microsoft.Web/sites@2024-04-01' = {
  name: 'app-yard'
  location: location
  kind: 'app,linux'
  properties: {
    serverFarmId: planId
    httpsOnly: true
    siteConfig: {
      remoteDebuggingEnabled: true // for a week
      ftpsState: 'Disabled'
    }
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
      ipSecurityRestrictionsDefaultAction: 'Deny' // the rest
      scmIpSecurityRestrictionsUseMain: true
      ipSecurityRestrictions: [
        { name: 'office', priority: 100, action: 'Allow', ipAddress: '203.0.113.0/24' }
      ]
    }
  }
}
