import AdapterTestSupport
public import BoothConfiguration
public import Vocabulary

/// The shipped configuration, so that what is tested is what a resident sees and hears.
public enum Shipped {
    /// As it is loaded on a booth.
    public static let configuration = ConfigurationStore(directory: Checkout.configuration).load()
    /// Its languages, in the order in which they are offered.
    public static let languages = configuration.catalogue.languageCodes
}

extension Theme {
    /// Every style with its name.
    public var styles: [(name: String, style: Style)] { Self.roles.map { ($0.name, self[keyPath: $0.path]) } }
}
